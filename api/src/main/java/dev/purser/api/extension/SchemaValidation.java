package dev.purser.api.extension;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import tools.jackson.databind.JsonNode;

/// Validates objects against their schema.
public final class SchemaValidation {
    /// How a field is named that is no field: the object itself.
    static final String ROOT = "<nil>";

    private SchemaValidation() {}

    /// Validates a value.
    ///
    /// @param path where the value is; empty for a whole object
    public static void validate(
            JsonNode value, JsonSchema schema, String path, FieldErrors errors) {
        report(new ValueValidator(schema, "", null).validate(value), path, errors);
    }

    /// Validates a value that replaces another. Parts that did not change are forgiven, as far as
    /// the schema tells which parts belong together.
    ///
    /// @param old the value before, and the schema by which the two are compared
    public static void validateUpdate(JsonNode value, Before old, String path, FieldErrors errors) {
        Correlation correlation = new Correlation(old.value(), value, old.schema());
        report(new ValueValidator(old.schema(), "", correlation).validate(value), path, errors);
    }

    /// What a value was before, with the schema of both.
    public record Before(JsonNode value, JsonSchema schema) {}

    private static void report(Outcome outcome, String path, FieldErrors errors) {
        for (Problem problem : outcome.problems()) {
            errors.add(
                    new FieldError(problem.type(), field(path, problem.place()), problem.detail()));
        }
    }

    private static String field(String path, String place) {
        String below = place.startsWith(".") ? place.substring(1) : place;
        if (below.isEmpty()) {
            return path.isEmpty() ? ROOT : path;
        }
        return path.isEmpty() ? below : path + "." + below;
    }
}
