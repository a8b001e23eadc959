package dev.purser.cel.rule;

import dev.purser.cel.run.Outcome;
import dev.purser.cel.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a message expression says, if it can be used.
final class MessageText {
    private static final int BYTES_MAX = 5 * 1024;

    private MessageText() {}

    /// The message; empty if there was none, or it has several lines or is too long.
    static Optional<String> of(Outcome outcome) {
        if (!(outcome instanceof Outcome.Result(Value.Text(String text), long cost))) {
            return Optional.empty();
        }
        String trimmed = text.strip();
        boolean usable =
                !trimmed.isEmpty()
                        && !trimmed.contains("\n")
                        && trimmed.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
        return usable ? Optional.of(trimmed) : Optional.empty();
    }
}
