package dev.purser.wire.stream;

import dev.purser.wire.spdy.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;

/// A client's connection after its upgrade, TLS or not.
final class EndPointLink implements Link {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final EndPoint endPoint;
    private final ByteBuffer input = BufferUtil.allocate(BUFFER_BYTES);
    private ByteBuffer early;

    /// @param early what the client sent right behind its request
    EndPointLink(EndPoint endPoint, ByteBuffer early) {
        this.endPoint = endPoint;
        this.early = early;
    }

    @Override
    public ByteBuffer read() throws IOException {
        if (early.hasRemaining()) {
            ByteBuffer first = early;
            early = BufferUtil.EMPTY_BUFFER;
            return first;
        }
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

    @Override
    public void write(ByteBuffer content) throws IOException {
        try (Blocker.Callback written = Blocker.callback()) {
            endPoint.write(written, content);
            written.block();
        }
    }

    @Override
    public void allowSilence(Duration limit) {
        endPoint.setIdleTimeout(limit.toMillis());
    }

    @Override
    public void close() {
        endPoint.close();
    }
}
