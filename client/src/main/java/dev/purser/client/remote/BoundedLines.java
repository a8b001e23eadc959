package dev.purser.client.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream of lines that breaks off in a line which is too long.
final class BoundedLines extends FilterInputStream {
    private final long lineMax;
    private long line;

    BoundedLines(InputStream in, long lineMax) {
        super(in);
        this.lineMax = lineMax;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            count((byte) next);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        for (int i = 0; i < read; i++) {
            count(buffer[offset + i]);
        }
        return read;
    }

    private void count(byte next) throws IOException {
        line = next == '\n' ? 0 : line + 1;
        if (line > lineMax) {
            throw new IOException("a line is longer than %d bytes".formatted(lineMax));
        }
    }
}
