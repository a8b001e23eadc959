package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the files that volumes make: where they lie, and their modes.
final class FileValidation {
    private static final int MODE_MAX = 0x1FF;

    private FileValidation() {}

    static void validateMode(JsonNode owner, String field, String path, FieldErrors errors) {
        JsonNode mode = owner.path(field);
        if (mode.isNumber() && (mode.asLong() < 0 || mode.asLong() > MODE_MAX)) {
            errors.invalid(
                    path + "." + field,
                    mode.asLong(),
                    "must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /// Files made from keys of a ConfigMap or Secret.
    static void validateKeyFiles(JsonNode source, String path, FieldErrors errors) {
        List<ObjectNode> items = Trees.items(source, "items");
        for (int i = 0; i < items.size(); i++) {
            ObjectNode item = items.get(i);
            String place = "%s[%d]".formatted(path, i);
            if (Trees.text(item, "key").isEmpty()) {
                errors.required(place + ".key", "");
            }
            validateLocation(item, place, errors);
            validateMode(item, "mode", place, errors);
        }
    }

    /// Files made from what the Pod knows about itself.
    static void validateDownwardFiles(JsonNode source, String path, FieldErrors errors) {
        List<ObjectNode> items = Trees.items(source, "items");
        for (int i = 0; i < items.size(); i++) {
            ObjectNode item = items.get(i);
            String place = "%s[%d]".formatted(path, i);
            validateLocation(item, place, errors);
            validateDownwardSource(item, place, errors);
            validateMode(item, "mode", place, errors);
        }
    }

    private static void validateDownwardSource(ObjectNode item, String path, FieldErrors errors) {
        JsonNode field = item.path("fieldRef");
        JsonNode resource = item.path("resourceFieldRef");
        DownwardValidation.Use use = DownwardValidation.Use.VOLUME;
        if (field.isObject()) {
            DownwardValidation.validateField(field, use, path + ".fieldRef", errors);
            if (resource.isObject()) {
                errors.invalid(
                        path,
                        "resource",
                        "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (resource.isObject()) {
            DownwardValidation.validateResource(resource, use, path + ".resourceFieldRef", errors);
        } else {
            errors.required(path, "one of fieldRef and resourceFieldRef is required");
        }
    }

    static void validateLocation(JsonNode item, String path, FieldErrors errors) {
        String location = Trees.text(item, "path");
        String place = path + ".path";
        if (location.isEmpty()) {
            errors.required(place, "");
            return;
        }
        requireDescending(location, place, errors);
        if (location.startsWith("..") && !location.startsWith("../")) {
            errors.invalid(place, location, "must not start with '..'");
        }
    }

    /// A path that starts at the volume and stays in it.
    static void requireDescending(String location, String path, FieldErrors errors) {
        if (location.startsWith("/")) {
            errors.invalid(path, location, "must be a relative path");
        }
        forbidBacksteps(location, path, errors);
    }

    static void forbidBacksteps(String location, String path, FieldErrors errors) {
        if (List.of(location.split("/", -1)).contains("..")) {
            errors.invalid(path, location, "must not contain '..'");
        }
    }
}
