package dev.purser.wire.spdy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;

/// Writes the frames of a SPDY connection. Thread-safe: frames are written one after another, and
/// whoever writes waits for the network. One side opens streams and the other accepts them; a
/// writer does not do both.
///
/// Header blocks are compressed without SPDY's dictionary: a zlib stream says itself whether it
/// uses one, and what is sent here is a few bytes once.
public final class SpdyWriter implements AutoCloseable {
    private static final int HEAD_BYTES = 2 * Integer.BYTES;
    private static final int CONTROL = 0x80030000;
    private static final int FLAG_FIN = 1;

    private static final int SYN_STREAM = 1;
    private static final int SYN_REPLY = 2;
    private static final int RST_STREAM = 3;
    private static final int PING = 6;

    /// `CANCEL`: the stream is no longer of use.
    private static final int CANCEL = 5;

    private final Link link;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentLinkedQueue<ByteBuffer> answers = new ConcurrentLinkedQueue<>();
    private final Deflater deflater = new Deflater();

    public SpdyWriter(Link link) {
        this.link = link;
    }

    /// Opens a stream in both directions.
    public void open(int stream, Map<String, String> headers) throws IOException {
        writing.lock();
        try {
            byte[] block = compressed(headers);
            ByteBuffer frame = control(SYN_STREAM, 2 * Integer.BYTES + Short.BYTES + block.length);
            // No associated stream, the highest priority, no credential slot.
            frame.putInt(stream).putInt(0).putShort((short) 0).put(block);
            link.write(frame.flip());
        } finally {
            unlock();
        }
    }

    /// Sends bytes on a stream.
    public void send(int stream, ByteBuffer content) throws IOException {
        write(data(stream, 0, content));
    }

    /// Sends the last bytes of a stream, perhaps none.
    public void end(int stream, ByteBuffer content) throws IOException {
        write(data(stream, FLAG_FIN, content));
    }

    /// Ends a stream in both directions. Does not wait for the network.
    public void reset(int stream) throws IOException {
        answer(control(RST_STREAM, 2 * Integer.BYTES).putInt(stream).putInt(CANCEL).flip());
    }

    /// Accepts a stream that the other side opened. Does not wait for the network.
    public void accept(int stream) throws IOException {
        synchronized (answers) {
            byte[] block = compressed(Map.of());
            answers.add(
                    control(SYN_REPLY, Integer.BYTES + block.length)
                            .putInt(stream)
                            .put(block)
                            .flip());
        }
        sendAnswers();
    }

    /// Answers a ping. Does not wait for the network.
    public void answerPing(int id) throws IOException {
        answer(control(PING, Integer.BYTES).putInt(id).flip());
    }

    /// Asks for a sign of life, unless there is something to be sent already; a client that has
    /// gone makes this or a later call fail.
    ///
    /// @param id even on the side that accepts streams
    public void ping(int id) throws IOException {
        if (answers.isEmpty()) {
            answerPing(id);
        }
    }

    /// Frees the compressor; the connection belongs to whoever gave it.
    @Override
    public void close() {
        writing.lock();
        try {
            synchronized (answers) {
                deflater.end();
            }
        } finally {
            writing.unlock();
        }
    }

    /// A stream is accepted before anything is sent on it, so answers go first.
    private void write(ByteBuffer frame) throws IOException {
        writing.lock();
        try {
            writeAnswers();
            link.write(frame);
        } finally {
            unlock();
        }
    }

    private static ByteBuffer data(int stream, int flags, ByteBuffer content) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + content.remaining());
        return frame.putInt(stream).putInt(flags << 24 | content.remaining()).put(content).flip();
    }

    private static ByteBuffer control(int type, int length) {
        return ByteBuffer.allocate(HEAD_BYTES + length).putInt(CONTROL | type).putInt(length);
    }

    /// The reader must not wait for a writer: that one may be waiting for the other side, which may
    /// be waiting for this reader. So the answer is left for whoever is writing.
    private void answer(ByteBuffer frame) throws IOException {
        answers.add(frame);
        sendAnswers();
    }

    private void unlock() throws IOException {
        writing.unlock();
        sendAnswers();
    }

    private void sendAnswers() throws IOException {
        while (!answers.isEmpty() && writing.tryLock()) {
            try {
                writeAnswers();
            } finally {
                writing.unlock();
            }
        }
    }

    private void writeAnswers() throws IOException {
        for (ByteBuffer next = answers.poll(); next != null; next = answers.poll()) {
            link.write(next);
        }
    }

    /// One zlib stream runs through all header blocks of the connection.
    private byte[] compressed(Map<String, String> headers) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(plain);
        fields.writeInt(headers.size());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            for (String text : new String[] {header.getKey(), header.getValue()}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                fields.writeInt(bytes.length);
                fields.write(bytes);
            }
        }
        deflater.setInput(plain.toByteArray());
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        byte[] buffer = new byte[512];
        int length;
        do {
            length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            compressed.write(buffer, 0, length);
        } while (length == buffer.length);
        return compressed.toByteArray();
    }
}
