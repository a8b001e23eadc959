package dev.purser.wire.spdy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A connection that carries bytes both ways. One thread reads and one writes at a time; any thread
/// closes, which wakes both.
public interface Link extends AutoCloseable {
    /// Waits for bytes.
    ///
    /// @return valid until the next call; empty at the end of input
    ByteBuffer read() throws IOException;

    /// Returns when the bytes are handed to the network.
    void write(ByteBuffer content) throws IOException;

    /// How long nothing may be read or written before the connection is given up.
    void allowSilence(Duration limit);

    /// Ends the connection. May be repeated.
    @Override
    void close();
}
