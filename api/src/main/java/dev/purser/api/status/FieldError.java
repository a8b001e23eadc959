package dev.purser.api.status;

/// One thing wrong with one field, in Kubernetes' words (`field.Error`).
///
/// @param field the path: `spec.containers[0].env[1].name`, `data[my key]`
/// @param detail what follows the field in the message: `Required value: must be set`, `Invalid
///   value: "x": …`
public record FieldError(Type type, String field, String detail) {
    /// The kinds of field error, with the `reason` of their cause.
    public enum Type {
        NOT_FOUND("FieldValueNotFound"),
        REQUIRED("FieldValueRequired"),
        DUPLICATE("FieldValueDuplicate"),
        INVALID("FieldValueInvalid"),
        NOT_SUPPORTED("FieldValueNotSupported"),
        FORBIDDEN("FieldValueForbidden"),
        TOO_LONG("FieldValueTooLong"),
        TOO_MANY("FieldValueTooMany"),
        TYPE_INVALID("FieldValueTypeInvalid"),
        INTERNAL("InternalError");

        private final String reason;

        Type(String reason) {
            this.reason = reason;
        }

        /// The reason in a Status cause.
        public String reason() {
            return reason;
        }
    }

    /// The line of the message: field, colon, detail.
    @Override
    public String toString() {
        return field + ": " + detail;
    }
}
