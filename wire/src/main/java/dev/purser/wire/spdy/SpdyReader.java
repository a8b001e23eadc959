package dev.purser.wire.spdy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the frames of a SPDY connection. For one thread.
public final class SpdyReader implements AutoCloseable {
    private static final int VERSION = 3;
    private static final int FLAG_FIN = 1;

    private static final int SYN_STREAM = 1;
    private static final int RST_STREAM = 3;
    private static final int PING = 6;
    private static final int GOAWAY = 7;

    /// Of a stream's opening: its number, an associated stream, priority and slot.
    private static final int OPENING_BYTES = 10;

    /// No control frame that Kubernetes' clients send comes near to this.
    private static final int CONTROL_BYTES_MAX = 16 * 1024;

    private final Link link;
    private final HeaderReader headers = new HeaderReader();
    private ByteBuffer input = ByteBuffer.allocate(0);
    private int dataStream;
    private int dataLeft;
    private boolean dataEnds;

    public SpdyReader(Link link) {
        this.link = link;
    }

    /// Waits for the next frame that somebody has to know of.
    ///
    /// @throws IOException if the connection broke or what comes is not SPDY
    public SpdyFrame read() throws IOException {
        while (true) {
            if (dataLeft > 0) {
                return nextPiece();
            }
            if (!hasMore()) {
                return new SpdyFrame.Gone();
            }
            int start = readInt();
            int flagsAndLength = readInt();
            int length = flagsAndLength & 0xffffff;
            boolean ends = (flagsAndLength >>> 24 & FLAG_FIN) != 0;
            if (start >= 0) {
                dataStream = start;
                dataLeft = length;
                dataEnds = ends;
                if (length == 0) {
                    return new SpdyFrame.Data(start, ByteBuffer.allocate(0), ends);
                }
            } else {
                SpdyFrame frame = control(start, readControl(start, length), ends);
                if (frame != null) {
                    return frame;
                }
            }
        }
    }

    private byte[] readControl(int start, int length) throws IOException {
        int version = start >>> 16 & 0x7fff;
        if (version != VERSION || length > CONTROL_BYTES_MAX) {
            throw new IOException("what comes is not SPDY/3");
        }
        byte[] payload = new byte[length];
        for (int at = 0; at < length; ) {
            require();
            int count = Math.min(length - at, input.remaining());
            input.get(payload, at, count);
            at += count;
        }
        return payload;
    }

    /// @return null for what nobody has to know of
    private @Nullable SpdyFrame control(int start, byte[] payload, boolean ends)
            throws IOException {
        return switch (start & 0xffff) {
            case SYN_STREAM -> {
                int stream = number(payload, OPENING_BYTES);
                Map<String, String> named = headers.read(payload, OPENING_BYTES);
                yield new SpdyFrame.Opened(stream, named, ends);
            }
            case RST_STREAM -> new SpdyFrame.Reset(number(payload, Integer.BYTES));
            case PING -> new SpdyFrame.Ping(number(payload, Integer.BYTES));
            case GOAWAY -> new SpdyFrame.Gone();
            default -> null;
        };
    }

    private static int number(byte[] payload, int least) throws IOException {
        if (payload.length < least) {
            throw new IOException("a frame of SPDY is too short");
        }
        return ByteBuffer.wrap(payload).getInt();
    }

    private SpdyFrame nextPiece() throws IOException {
        require();
        int length = Math.min(dataLeft, input.remaining());
        ByteBuffer piece = input.slice(input.position(), length);
        input.position(input.position() + length);
        dataLeft -= length;
        return new SpdyFrame.Data(dataStream, piece, dataEnds && dataLeft == 0);
    }

    private int readInt() throws IOException {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            require();
            value = value << Byte.SIZE | Byte.toUnsignedInt(input.get());
        }
        return value;
    }

    private void require() throws IOException {
        if (!hasMore()) {
            throw new IOException("the connection ended within a frame");
        }
    }

    private boolean hasMore() throws IOException {
        if (!input.hasRemaining()) {
            input = link.read();
        }
        return input.hasRemaining();
    }

    /// Frees the decompressor; the connection belongs to whoever gave it.
    @Override
    public void close() {
        headers.close();
    }
}
