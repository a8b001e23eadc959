package dev.purser.external.definition;

import java.util.List;

/// Who keeps the kinds of `external-secrets.io` on a server.
public sealed interface Ownership {
    /// Nobody yet, or nobody any more.
    ///
    /// @param reason in plain words
    record Pending(String reason) implements Ownership {}

    /// Purser; the kinds are served.
    record Ours() implements Ownership {}

    /// Somebody else, such as an operator; two must not keep the same Secrets.
    ///
    /// @param definitions those that are not Purser's
    /// @param writers who wrote them, by their field managers
    record Foreign(List<String> definitions, List<String> writers) implements Ownership {
        public Foreign {
            definitions = List.copyOf(definitions);
            writers = List.copyOf(writers);
        }

        /// What it means, in plain words.
        public String reason() {
            return "CustomResourceDefinition %s is not Purser's%s"
                    .formatted(
                            String.join(", ", definitions),
                            writers.isEmpty()
                                    ? ""
                                    : " (written by " + String.join(", ", writers) + ")");
        }
    }
}
