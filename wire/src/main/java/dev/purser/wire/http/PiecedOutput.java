package dev.purser.wire.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Sends what is ready at once in pieces of 2 KiB, as the API server of Kubernetes does: a client
/// that reads only until it has seen enough gets as many events from either. A run that goes on and
/// on is left to the buffers below, which take larger pieces. Not thread-safe.
public final class PiecedOutput extends FilterOutputStream {
    static final int PIECE_BYTES = 2048;

    /// How much of one run goes out in pieces.
    static final int PIECED_BYTES_MAX = 64 * 1024;

    private final byte[] piece = new byte[PIECE_BYTES];
    private int filled;
    private int sent;

    PiecedOutput(OutputStream out) {
        super(out);
    }

    /// Such pieces, unless every write is a message: those are neither cut nor put together.
    public static OutputStream over(OutputStream out) {
        return out instanceof MessageOutput ? out : new PiecedOutput(out);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (length - done > PIECE_BYTES - filled) {
            int count = filled == 0 ? length - done : PIECE_BYTES - filled;
            if (filled == 0) {
                send(bytes, offset + done, count);
            } else {
                System.arraycopy(bytes, offset + done, piece, filled, count);
                filled = 0;
                send(piece, 0, PIECE_BYTES);
            }
            done += count;
        }
        System.arraycopy(bytes, offset + done, piece, filled, length - done);
        filled += length - done;
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        if (sent < PIECED_BYTES_MAX) {
            out.flush();
            sent += length;
        }
    }

    /// Ends a run: all of it goes out.
    @Override
    public void flush() throws IOException {
        if (filled > 0) {
            out.write(piece, 0, filled);
        }
        filled = 0;
        sent = 0;
        out.flush();
    }
}
