package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the volumes of a Pod (`ValidateVolumes`).
final class VolumeValidation {
    private static final String NAME = "name";

    private VolumeValidation() {}

    /// @return the names of the volumes, which mounts refer to
    static Set<String> validate(ObjectNode spec, String path, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        List<ObjectNode> volumes = Trees.items(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            ObjectNode volume = volumes.get(i);
            String place = "%s[%d]".formatted(path, i);
            validateSource(volume, place, errors);
            String name = Trees.text(volume, NAME);
            if (name.isEmpty()) {
                errors.required(place + ".name", "");
                continue;
            }
            Names.labelErrors(name).forEach(why -> errors.invalid(place + ".name", name, why));
            if (!names.add(name)) {
                errors.duplicate(place + ".name", name);
            }
        }
        return names;
    }

    private static void validateSource(ObjectNode volume, String path, FieldErrors errors) {
        int count = 0;
        for (var field : volume.properties()) {
            if (field.getKey().equals(NAME) || !field.getValue().isObject()) {
                continue;
            }
            String place = path + "." + field.getKey();
            count++;
            if (count > 1) {
                errors.forbidden(place, "may not specify more than 1 volume type");
            } else {
                validateOne(field.getKey(), field.getValue(), place, errors);
            }
        }
        if (count == 0) {
            errors.required(path, "must specify a volume type");
        }
    }

    private static void validateOne(String type, JsonNode source, String path, FieldErrors errors) {
        switch (type) {
            case "configMap" -> validateBag(source, NAME, path, errors);
            case "secret" -> validateBag(source, "secretName", path, errors);
            case "downwardAPI" -> {
                FileValidation.validateMode(source, "defaultMode", path, errors);
                FileValidation.validateDownwardFiles(source, path + ".items", errors);
            }
            case "projected" -> ProjectionValidation.validate(source, path, errors);
            case "hostPath" -> validateHostPath(source, path, errors);
            case "persistentVolumeClaim" -> requireText(source, "claimName", path, errors);
            case "emptyDir" -> {
                if (Trees.text(source, "sizeLimit").startsWith("-")) {
                    errors.forbidden(
                            path + ".sizeLimit",
                            "SizeLimit field must be a valid resource quantity");
                }
            }
            default -> {
                // Volumes of remote storage are checked by their drivers.
            }
        }
    }

    private static void validateBag(
            JsonNode source, String nameField, String path, FieldErrors errors) {
        requireText(source, nameField, path, errors);
        FileValidation.validateMode(source, "defaultMode", path, errors);
        FileValidation.validateKeyFiles(source, path + ".items", errors);
    }

    private static void validateHostPath(JsonNode source, String path, FieldErrors errors) {
        List<String> types =
                List.of(
                        "",
                        "BlockDevice",
                        "CharDevice",
                        "Directory",
                        "DirectoryOrCreate",
                        "File",
                        "FileOrCreate",
                        "Socket");
        requireText(source, "path", path, errors);
        FileValidation.forbidBacksteps(Trees.text(source, "path"), path + ".path", errors);
        String type = Trees.text(source, "type");
        if (!types.contains(type)) {
            errors.notSupported(path + ".type", type, types);
        }
    }

    private static void requireText(
            JsonNode source, String field, String path, FieldErrors errors) {
        if (Trees.text(source, field).isEmpty()) {
            errors.required(path + "." + field, "");
        }
    }
}
