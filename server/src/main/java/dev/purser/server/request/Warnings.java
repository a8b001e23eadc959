package dev.purser.server.request;

import java.util.function.Consumer;

/// Takes the texts of `Warning` headers (RFC 7234, 5.5; KEP-1693) that go with an answer.
@FunctionalInterface
public interface Warnings extends Consumer<String> {
    /// Whether a person is likely to see them: advice is given to nobody else, so that it fills no
    /// program's log.
    default boolean areReadByPeople() {
        return false;
    }
}
