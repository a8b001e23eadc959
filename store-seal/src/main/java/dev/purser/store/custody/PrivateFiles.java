package dev.purser.store.custody;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Small files that only their owner may read. Every change is whole and on the disk when a call
/// returns; after a crash within one there is either the old content or the new. Thread-safe.
///
/// [DurableFiles] is the disk; tests put another in its place, to crash between any two steps.
public interface PrivateFiles {
    /// The content; empty if there is no such file.
    Optional<byte[]> read(Path file) throws IOException;

    /// Makes or replaces a file, mode 0600, and the directories above it that are missing, mode
    /// 0700.
    void replace(Path file, byte[] content) throws IOException;

    /// Removes a file, if it is there.
    void remove(Path file) throws IOException;
}
