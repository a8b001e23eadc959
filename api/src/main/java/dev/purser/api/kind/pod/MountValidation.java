package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Checks where a container mounts volumes (`ValidateVolumeMounts`).
final class MountValidation {
    private static final List<String> PROPAGATIONS =
            List.of("Bidirectional", "HostToContainer", "None");

    private MountValidation() {}

    static void validate(
            ObjectNode container, Set<String> volumes, String path, FieldErrors errors) {
        Set<String> mountPaths = new HashSet<>();
        List<ObjectNode> mounts = Trees.items(container, "volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            ObjectNode mount = mounts.get(i);
            String place = "%s.volumeMounts[%d]".formatted(path, i);
            validateVolume(mount, volumes, place, errors);
            validatePath(mount, mountPaths, place, errors);
            validateSubPath(mount, place, errors);
            String propagation = Trees.text(mount, "mountPropagation");
            if (!propagation.isEmpty() && !PROPAGATIONS.contains(propagation)) {
                errors.notSupported(place + ".mountPropagation", propagation, PROPAGATIONS);
            }
        }
    }

    private static void validateVolume(
            ObjectNode mount, Set<String> volumes, String path, FieldErrors errors) {
        String name = Trees.text(mount, "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        }
        if (!volumes.contains(name)) {
            errors.notFound(path + ".name", name);
        }
    }

    private static void validatePath(
            ObjectNode mount, Set<String> mountPaths, String path, FieldErrors errors) {
        String mountPath = Trees.text(mount, "mountPath");
        if (mountPath.isEmpty()) {
            errors.required(path + ".mountPath", "");
        }
        if (!mountPaths.add(mountPath)) {
            errors.invalid(path + ".mountPath", mountPath, "must be unique");
        }
    }

    private static void validateSubPath(ObjectNode mount, String path, FieldErrors errors) {
        String subPath = Trees.text(mount, "subPath");
        String expression = Trees.text(mount, "subPathExpr");
        if (!subPath.isEmpty()) {
            FileValidation.requireDescending(subPath, path + ".subPath", errors);
        }
        if (!expression.isEmpty()) {
            String place = path + ".subPathExpr";
            if (!subPath.isEmpty()) {
                errors.invalid(place, expression, "subPathExpr and subPath are mutually exclusive");
            }
            FileValidation.requireDescending(expression, place, errors);
        }
    }
}
