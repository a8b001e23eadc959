package dev.purser.wire.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Keeps a body until it is known to be small, and sends it with its length; or until it is large,
/// and streams it from there on.
final class SpillingOutput extends OutputStream {
    private final AnswerWriter writer;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(4096);
    private @Nullable OutputStream target;

    SpillingOutput(AnswerWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        OutputStream out = target;
        if (out == null && kept.size() + count < AnswerWriter.compressedBytesMin()) {
            kept.write(bytes, from, count);
            return;
        }
        if (out == null) {
            out = writer.large();
            target = out;
            kept.writeTo(out);
            kept.reset();
        }
        out.write(bytes, from, count);
    }

    /// Sends what is known to be large; what may yet be small is kept.
    @Override
    public void flush() throws IOException {
        OutputStream out = target;
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        OutputStream out = target;
        if (out == null) {
            out = writer.small(kept.size());
            target = out;
            kept.writeTo(out);
            kept.reset();
        }
        out.close();
    }
}
