package dev.purser.wire.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;

/// Blocking reads and writes on a Jetty end point, TLS or not. One thread reads, one writes.
final class EndPointStreams {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final EndPoint endPoint;
    private final ByteBuffer input = BufferUtil.allocate(BUFFER_BYTES);

    EndPointStreams(EndPoint endPoint) {
        this.endPoint = endPoint;
    }

    /// Waits for bytes. The buffer is valid until the next call, and empty at the end of input.
    ByteBuffer read() throws IOException {
        BufferUtil.clear(input);
        while (true) {
            int length = endPoint.fill(input);
            if (length != 0) {
                return input;
            }
            try (Blocker.Callback readable = Blocker.callback()) {
                endPoint.fillInterested(readable);
                readable.block();
            }
        }
    }

    /// Returns when the bytes are handed to the network.
    void write(ByteBuffer content) throws IOException {
        try (Blocker.Callback written = Blocker.callback()) {
            endPoint.write(written, content);
            written.block();
        }
    }
}
