package dev.purser.api.managed;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One entry of `metadata.managedFields`.
///
/// @param time when the set last changed, RFC 3339 with whole seconds; null when unknown
/// @param subresource empty for the object itself
record Ownership(
        String manager,
        Operation operation,
        String apiVersion,
        String subresource,
        @Nullable String time,
        FieldSet fields) {

    private static final String FIELDS_TYPE = "FieldsV1";

    /// How an owner came by its fields; in the order in which entries are written.
    enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String text;

        Operation(String text) {
            this.text = text;
        }
    }

    /// What tells one owner from another. Apply writes its fields in whatever version it likes.
    record Identity(String manager, Operation operation, String apiVersion, String subresource) {}

    Identity identity() {
        return new Identity(
                manager, operation, operation == Operation.APPLY ? "" : apiVersion, subresource);
    }

    Ownership withFields(FieldSet newFields) {
        return new Ownership(manager, operation, apiVersion, subresource, time, newFields);
    }

    Ownership withTime(@Nullable String newTime) {
        return new Ownership(manager, operation, apiVersion, subresource, newTime, fields);
    }

    /// Reads an entry; empty when it makes no sense.
    static Optional<Ownership> fromJson(JsonNode entry) {
        Operation operation =
                switch (entry.path("operation").asString("")) {
                    case "Apply" -> Operation.APPLY;
                    case "Update" -> Operation.UPDATE;
                    default -> null;
                };
        boolean known =
                operation != null
                        && !entry.path("apiVersion").asString("").isEmpty()
                        && entry.path("fieldsType").asString("").equals(FIELDS_TYPE);
        if (operation == null || !known) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Ownership(
                            entry.path("manager").asString(""),
                            operation,
                            entry.path("apiVersion").asString(""),
                            entry.path("subresource").asString(""),
                            entry.path("time").isString() ? entry.path("time").asString() : null,
                            fieldsOf(entry.path("fieldsV1"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static FieldSet fieldsOf(JsonNode fields) {
        boolean absent = fields.isMissingNode() || fields.isNull();
        if (!absent && !fields.isObject()) {
            throw new IllegalArgumentException("fields are no map");
        }
        return FieldSet.fromJson(fields);
    }

    /// Writes the entry, members in Kubernetes' order.
    void writeTo(ObjectNode entry) {
        if (!manager.isEmpty()) {
            entry.put("manager", manager);
        }
        entry.put("operation", operation.text).put("apiVersion", apiVersion);
        if (time != null) {
            entry.put("time", time);
        }
        entry.put("fieldsType", FIELDS_TYPE).set("fieldsV1", fields.toJson());
        if (!subresource.isEmpty()) {
            entry.put("subresource", subresource);
        }
    }
}
