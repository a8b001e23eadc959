package dev.purser.node.serve;

import dev.purser.wire.http.Answer;

/// Answers what is asked of one path. Thread-safe; may block.
@FunctionalInterface
interface Endpoint {
    /// @throws PlainFailure for an error whose text is for the client
    Answer answer(Call call);
}
