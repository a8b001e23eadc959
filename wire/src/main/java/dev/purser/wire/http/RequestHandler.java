package dev.purser.wire.http;

import dev.purser.wire.request.ApiRequest;

/// Answers requests; the pipeline behind the wire. Thread-safe; may block.
@FunctionalInterface
public interface RequestHandler {
    /// The answer, errors included: nothing is thrown but what is a defect.
    Answer answer(ApiRequest request);
}
