package dev.purser.api.kind.apiextensions;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Checks printer columns.
final class ColumnValidation {
    private static final List<String> TYPES =
            List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");

    private ColumnValidation() {}

    static void validate(SharedParts.Part part, FieldErrors errors) {
        int index = 0;
        for (JsonNode column : part.value()) {
            validate(column, "%s[%d]".formatted(part.path(), index), errors);
            index++;
        }
    }

    private static void validate(JsonNode column, String path, FieldErrors errors) {
        if (Trees.text(column, "name").isEmpty()) {
            errors.required(path + ".name", "");
        }
        String type = Trees.text(column, "type");
        String types = "must be one of " + String.join(",", TYPES);
        if (type.isEmpty()) {
            errors.required(path + ".type", types);
        } else if (!TYPES.contains(type)) {
            errors.invalid(path + ".type", type, types);
        }
        String format = Trees.text(column, "format");
        if (!format.isEmpty() && !FORMATS.contains(format)) {
            errors.invalid(path + ".format", format, "must be one of " + String.join(",", FORMATS));
        }
        String jsonPath = Trees.text(column, "jsonPath");
        if (jsonPath.isEmpty()) {
            errors.required(path + ".JSONPath", "");
        } else {
            isSimplePath(jsonPath, path + ".JSONPath", errors);
        }
    }

    /// Whether a text looks like a path; otherwise notes that it does not.
    static boolean isSimplePath(String text, String path, FieldErrors errors) {
        if (text.startsWith(".")) {
            return true;
        }
        errors.invalid(path, text, "must be a simple json path starting with .");
        return false;
    }
}
