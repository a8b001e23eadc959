package dev.purser.node.probe;

/// What one attempt of a probe found.
public sealed interface ProbeResult {
    /// The container answers as it should.
    record Success() implements ProbeResult {}

    /// It answers, with something that its owner should know.
    ///
    /// @param output for the event
    record Warning(String output) implements ProbeResult {}

    /// It does not.
    ///
    /// @param output for the event
    record Failure(String output) implements ProbeResult {}

    /// The probe itself did not work; the result does not count.
    record Unknown(String message) implements ProbeResult {}
}
