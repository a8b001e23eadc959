package dev.purser.server.audit;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What is audited, and where to.
///
/// @param policy the file of the policy; without one the built-in policy holds
/// @param log empty for no log
/// @param webhook empty for none
public record AuditSettings(Optional<Path> policy, Optional<Log> log, Optional<Webhook> webhook) {
    /// When a request waits for its events.
    public enum Mode {
        /// Never: events are written a little later, and dropped when there are too many.
        BATCH,
        /// Until they are written, or could not be.
        BLOCKING,
        /// Until they are written; without that it is refused.
        BLOCKING_STRICT
    }

    /// A log with a line an event.
    ///
    /// @param bufferSize how many events may wait in [Mode#BATCH]
    public record Log(Target target, Mode mode, int bufferSize, Optional<Truncation> truncation) {}

    /// A program that events are sent to.
    ///
    /// @param kubeconfig whose current context says where it is and who calls
    /// @param batchSize how many events it is sent at once in [Mode#BATCH]
    /// @param batchWait how long fewer are waited with
    /// @param initialBackoff how long it is left alone when it fails the first time
    public record Webhook(
            Path kubeconfig,
            Mode mode,
            int bufferSize,
            int batchSize,
            Duration batchWait,
            Duration initialBackoff,
            Optional<Truncation> truncation) {}

    /// Where a log goes.
    public sealed interface Target {}

    /// A file that is rotated.
    ///
    /// @param megabytes of one file before it is rotated; 0 does not rotate
    /// @param backups how many old files stay; 0 for all
    /// @param days how old those may become; 0 for any age
    /// @param compression of old files
    public record File(Path path, int megabytes, int backups, int days, Compression compression)
            implements Target {}

    /// A stream of the process, which stays open.
    public record Stream(OutputStream out) implements Target {}

    /// Whether old files are compressed.
    public enum Compression {
        NONE,
        GZIP
    }

    /// How large events may be: larger ones lose their bodies, and are dropped when that is not
    /// enough.
    public record Truncation(long eventBytesMax) {}

    /// Nothing is audited.
    public static AuditSettings off() {
        return new AuditSettings(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
