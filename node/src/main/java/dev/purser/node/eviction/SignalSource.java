package dev.purser.node.eviction;

import dev.purser.node.settings.Signal;
import java.io.IOException;
import java.util.Map;

/// Where the node's signals come from. Thread-safe.
public interface SignalSource {
    /// Everything that can be observed now; a signal may be missing.
    Map<Signal, Observation> observe() throws IOException;

    /// The memory alone, which is cheap to ask for often.
    Observation memory() throws IOException;

    /// Whether images and what containers write are on another file system than volumes and logs.
    boolean hasImageFileSystem() throws IOException;
}
