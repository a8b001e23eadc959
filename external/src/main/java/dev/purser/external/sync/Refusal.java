package dev.purser.external.sync;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What the API server has against a Secret, without what it quotes of it: templates make labels,
/// annotations and keys of values.
final class Refusal {
    private static final String INVALID = "Invalid value: \"";
    private static final int REASON_MAX = 300;
    private static final String REDACTED = "<secret contents redacted>";

    private Refusal() {}

    static String of(StatusException refusal) {
        return refusal.reason() == StatusReason.INVALID
                ? "the secret would be refused: " + String.join(", ", fields(refusal))
                : refusal.getMessage();
    }

    /// Each field with the sort of error, which is what its message begins with.
    private static List<String> fields(StatusException refusal) {
        JsonNode causes = refusal.toStatus().path("details").path("causes");
        List<String> fields = new ArrayList<>();
        for (JsonNode cause : causes) {
            fields.add(
                    until('[', cause.path("field").asString(""))
                            + ": "
                            + until(':', cause.path("message").asString("")));
        }
        return fields.isEmpty() ? List.of("it is invalid") : fields;
    }

    /// What a check of Purser's own found: what is wrong with each field, which is named as far as
    /// its name is known to be no secret.
    ///
    /// @param names keys that may be shown
    static String of(List<FieldError> errors, Set<String> names) {
        Set<String> lines = new LinkedHashSet<>();
        errors.forEach(error -> lines.add(place(error, names) + ": " + words(error)));
        return "the secret would be refused: " + String.join(", ", lines);
    }

    /// What a type demands is named by Kubernetes, and not by those who made the Secret.
    private static String place(FieldError error, Set<String> names) {
        String field = error.field();
        int open = field.indexOf('[');
        if (open < 0 || !field.endsWith("]")) {
            return until('[', field);
        }
        boolean known = names.contains(field.substring(open + 1, field.length() - 1));
        return known || error.type() == FieldError.Type.REQUIRED ? field : field.substring(0, open);
    }

    private static String words(FieldError error) {
        return switch (error.type()) {
            case REQUIRED, TOO_LONG, TOO_MANY -> error.detail();
            case INVALID -> {
                String why = reason(error.detail());
                yield "Invalid value" + (why.isEmpty() ? "" : ": " + why);
            }
            case NOT_FOUND, DUPLICATE, NOT_SUPPORTED, FORBIDDEN, TYPE_INVALID, INTERNAL ->
                    until(':', error.detail());
        };
    }

    /// What follows the quoted value. Of data nothing, since it might quote them.
    private static String reason(String detail) {
        if (!detail.startsWith(INVALID)) {
            return "";
        }
        int end = INVALID.length();
        while (end < detail.length() && detail.charAt(end) != '"') {
            end += detail.charAt(end) == '\\' ? 2 : 1;
        }
        String why = end < detail.length() ? detail.substring(end + 1) : "";
        boolean redacted = detail.startsWith(REDACTED, INVALID.length());
        return redacted || !why.startsWith(": ") || why.length() > REASON_MAX
                ? ""
                : why.substring(2);
    }

    private static String until(char end, String text) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }
}
