package dev.purser.external.sync;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the API server has against a Secret, without what it quotes of it: templates make labels,
/// annotations and keys of values.
final class Refusal {
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

    private static String until(char end, String text) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }
}
