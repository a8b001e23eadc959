package dev.purser.server.audit;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.JsonText;
import dev.purser.wire.http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What answers say, as trees. Immutable and thread-safe.
final class AnswerTree {
    private final JsonText json = new JsonText();

    /// The `Status` that an answer is, or null when it is something else.
    static @Nullable ObjectNode status(Answer answer) {
        return document(answer)
                .filter(tree -> tree.path("kind").asString("").equals("Status"))
                .orElse(null);
    }

    private static Optional<ObjectNode> document(Answer answer) {
        return answer.body() instanceof Answer.Bytes bytes ? bytes.document() : Optional.empty();
    }

    /// The whole answer; null when it has no form in JSON.
    @Nullable JsonNode whole(Answer answer) {
        Optional<ObjectNode> document = document(answer);
        if (document.isPresent()) {
            return document.get();
        }
        return isJson(answer) ? parsed(answer) : null;
    }

    private static boolean isJson(Answer answer) {
        return answer.headers().stream()
                .anyMatch(header ->
                        header.getKey().equals("Content-Type")
                                && header.getValue().startsWith("application/json"));
    }

    private @Nullable JsonNode parsed(Answer answer) {
        try {
            return switch (answer.body()) {
                case Answer.Bytes bytes -> json.parse(bytes.copy());
                case Answer.Written written -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    written.writer().writeTo(out);
                    yield json.parse(out.toByteArray());
                }
                case Answer.Streamed _, Answer.Upgraded _ -> null;
            };
        } catch (DecodingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
