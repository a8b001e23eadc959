package dev.purser.client.node;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Which part of a container's log is wanted (`PodLogOptions`).
///
/// @param instance the running or last container, or the one before it
/// @param mode whether to stay for what is written later
/// @param tailLines only the last so many lines
/// @param since only lines written after this moment
/// @param limitBytes at most so many bytes
/// @param stream which of the container's output streams to show
public record LogRequest(
        NodeStreams.PodKey pod,
        String container,
        Instance instance,
        Mode mode,
        Timestamps timestamps,
        OptionalLong tailLines,
        Optional<Instant> since,
        OptionalLong limitBytes,
        Stream stream) {

    /// Which of a container's lives.
    public enum Instance {
        CURRENT,
        PREVIOUS
    }

    /// Whether the log ends with what is there now.
    public enum Mode {
        SNAPSHOT,
        FOLLOW
    }

    /// Whether each line begins with its time.
    public enum Timestamps {
        HIDDEN,
        SHOWN
    }

    /// The output stream.
    public enum Stream {
        ALL,
        STDOUT,
        STDERR
    }
}
