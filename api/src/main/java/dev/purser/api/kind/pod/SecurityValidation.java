package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the security contexts of Pods and containers.
final class SecurityValidation {
    private static final String TYPE = "io.k8s.api.core.v1.SecurityContext";
    private static final String ID_RANGE = "must be between 0 and 2147483647, inclusive";
    private static final List<String> GROUP_CHANGES = List.of("Always", "OnRootMismatch");
    private static final List<String> SECCOMP_TYPES =
            List.of("Localhost", "RuntimeDefault", "Unconfined");

    private final GoForm goForm;

    SecurityValidation(GoForm goForm) {
        this.goForm = goForm;
    }

    static void validatePod(ObjectNode spec, String path, FieldErrors errors) {
        JsonNode context = spec.path("securityContext");
        String place = path + ".securityContext";
        for (String id : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            validateId(context.path(id), place + "." + id, errors);
        }
        int index = 0;
        for (JsonNode group : context.path("supplementalGroups")) {
            validateId(group, "%s.supplementalGroups[%d]".formatted(place, index), errors);
            index++;
        }
        String change = Trees.text(context, "fsGroupChangePolicy");
        if (!change.isEmpty() && !GROUP_CHANGES.contains(change)) {
            errors.notSupported(place + ".fsGroupChangePolicy", change, GROUP_CHANGES);
        }
        validateSeccomp(context, place, errors);
        boolean sharesProcesses = spec.path("shareProcessNamespace").asBoolean(false);
        if (sharesProcesses && spec.path("hostPID").asBoolean(false)) {
            errors.invalidShown(
                    path + ".shareProcessNamespace",
                    "true",
                    "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        if (spec.path("hostNetwork").asBoolean(false)) {
            requireSamePortsOnHost(spec, path, errors);
        }
    }

    private static void requireSamePortsOnHost(ObjectNode spec, String path, FieldErrors errors) {
        List<ObjectNode> containers = Trees.items(spec, "containers");
        for (int i = 0; i < containers.size(); i++) {
            List<ObjectNode> ports = Trees.items(containers.get(i), "ports");
            for (int p = 0; p < ports.size(); p++) {
                long hostPort = ports.get(p).path("hostPort").asLong(0);
                if (hostPort != 0 && hostPort != ports.get(p).path("containerPort").asLong(0)) {
                    errors.invalid(
                            "%s.containers[%d].ports[%d].containerPort".formatted(path, i, p),
                            ports.get(p).path("containerPort").asLong(0),
                            "must match `hostPort` when `hostNetwork` is true");
                }
            }
        }
    }

    void validateContainer(JsonNode context, String containerPath, FieldErrors errors) {
        if (!context.isObject()) {
            return;
        }
        String path = containerPath + ".securityContext";
        for (String id : List.of("runAsUser", "runAsGroup")) {
            validateId(context.path(id), path + "." + id, errors);
        }
        validateSeccomp(context, path, errors);
        if (context.path("allowPrivilegeEscalation").asBoolean(true)) {
            return;
        }
        if (context.path("privileged").asBoolean(false)) {
            contradiction(context, "`privileged` to true", path, errors);
        }
        if (Trees.texts(context.path("capabilities"), "add").contains("CAP_SYS_ADMIN")) {
            contradiction(context, "`capabilities.Add` CAP_SYS_ADMIN", path, errors);
        }
    }

    private void contradiction(JsonNode context, String what, String path, FieldErrors errors) {
        errors.invalidShown(
                path,
                goForm.compact(context, TYPE),
                "cannot set `allowPrivilegeEscalation` to false and " + what);
    }

    private static void validateSeccomp(JsonNode context, String path, FieldErrors errors) {
        JsonNode profile = context.path("seccompProfile");
        if (!profile.isObject()) {
            return;
        }
        String place = path + ".seccompProfile";
        String type = Trees.text(profile, "type");
        boolean hasFile = Trees.has(profile, "localhostProfile");
        if (type.isEmpty()) {
            errors.required(place + ".type", "type is required when seccompProfile is set");
        } else if (!SECCOMP_TYPES.contains(type)) {
            errors.notSupported(place + ".type", type, SECCOMP_TYPES);
        } else if (type.equals("Localhost") && !hasFile) {
            errors.required(
                    place + ".localhostProfile", "must be set when seccomp type is Localhost");
        } else if (!type.equals("Localhost") && hasFile) {
            errors.invalid(
                    place + ".localhostProfile",
                    Trees.text(profile, "localhostProfile"),
                    "can only be set when seccomp type is Localhost");
        }
    }

    private static void validateId(JsonNode id, String path, FieldErrors errors) {
        if (id.isNumber() && (id.asLong() < 0 || id.asLong() > Integer.MAX_VALUE)) {
            errors.invalid(path, id.asLong(), ID_RANGE);
        }
    }
}
