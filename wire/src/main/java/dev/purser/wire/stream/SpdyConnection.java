package dev.purser.wire.stream;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;

/// The side of a SPDY/3.1 connection that opens the streams. Any thread may write; one thread
/// reads.
///
/// Header blocks are compressed without SPDY's preset dictionary: a zlib stream says itself whether
/// it uses one, and what is sent here is a few bytes once. Header blocks that come in are not
/// needed and not decompressed.
final class SpdyConnection implements AutoCloseable {
    private static final int VERSION = 3;
    private static final int CONTROL = 0x8000;
    private static final int FLAG_FIN = 1;

    private static final int SYN_STREAM = 1;
    private static final int RST_STREAM = 3;
    private static final int PING = 6;
    private static final int GOAWAY = 7;

    /// The most of a data frame that is held in memory.
    private static final int PIECE_BYTES = 32 * 1024;

    private final DataInputStream in;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentLinkedQueue<Integer> pings = new ConcurrentLinkedQueue<>();
    private final Deflater deflater = new Deflater();
    private int nextStream = 1;

    private final byte[] piece = new byte[PIECE_BYTES];
    private int dataStream;
    private int dataLeft;
    private boolean dataEnds;

    SpdyConnection(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /// Opens a stream in both directions and returns its number.
    int open(Map<String, String> headers) throws IOException {
        writing.lock();
        try {
            int stream = nextStream;
            nextStream += 2;
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(payload);
            fields.writeInt(stream);
            fields.writeInt(0); // Associated with no other stream.
            fields.writeShort(0); // The highest priority, no credential slot.
            fields.write(compressed(headers));
            writeFrame(control(SYN_STREAM), 0, payload.toByteArray());
            return stream;
        } finally {
            unlock();
        }
    }

    /// Sends bytes on a stream; blocks for as long as the other side does not take them.
    void send(int stream, ByteBuffer content) throws IOException {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        writing.lock();
        try {
            writeFrame(stream, 0, bytes);
        } finally {
            unlock();
        }
    }

    /// Says that nothing more will be sent on a stream.
    void end(int stream) throws IOException {
        writing.lock();
        try {
            writeFrame(stream, FLAG_FIN, new byte[0]);
        } finally {
            unlock();
        }
    }

    /// Waits for the next frame that concerns a reader. Pings are answered on the way.
    SpdyFrame read() throws IOException {
        while (dataLeft == 0) {
            int first = in.read();
            if (first < 0) {
                return new SpdyFrame.Gone();
            }
            int start = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int flags = in.readUnsignedByte();
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            if (start >= 0) {
                dataStream = start;
                dataLeft = length;
                dataEnds = (flags & FLAG_FIN) != 0;
                if (length == 0) {
                    return new SpdyFrame.Data(start, ByteBuffer.allocate(0), dataEnds);
                }
                break;
            }
            switch (start & 0xffff) {
                case RST_STREAM -> {
                    int stream = in.readInt();
                    in.skipNBytes(length - Integer.BYTES);
                    return new SpdyFrame.Reset(stream);
                }
                case GOAWAY -> {
                    return new SpdyFrame.Gone();
                }
                case PING -> answerPing(in.readInt());
                default -> in.skipNBytes(length);
            }
        }
        return nextPiece();
    }

    /// Frees the compressor; the streams belong to whoever gave them.
    @Override
    public void close() {
        writing.lock();
        try {
            deflater.end();
        } finally {
            writing.unlock();
        }
    }

    private SpdyFrame nextPiece() throws IOException {
        int length = Math.min(dataLeft, PIECE_BYTES);
        in.readFully(piece, 0, length);
        dataLeft -= length;
        return new SpdyFrame.Data(
                dataStream, ByteBuffer.wrap(piece, 0, length), dataEnds && dataLeft == 0);
    }

    /// The reader must not wait for a writer: that one may be waiting for the other side, which may
    /// be waiting for this reader. So the answer is left for whoever is writing.
    private void answerPing(int id) throws IOException {
        pings.add(id);
        sendPings();
    }

    private void unlock() throws IOException {
        writing.unlock();
        sendPings();
    }

    private void sendPings() throws IOException {
        while (!pings.isEmpty() && writing.tryLock()) {
            try {
                for (Integer id = pings.poll(); id != null; id = pings.poll()) {
                    writeFrame(
                            control(PING),
                            0,
                            ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
                }
            } finally {
                writing.unlock();
            }
        }
    }

    private static int control(int type) {
        return (CONTROL | VERSION) << 16 | type;
    }

    private void writeFrame(int start, int flags, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2 * Integer.BYTES + payload.length);
        frame.putInt(start).putInt(flags << 24 | payload.length).put(payload);
        out.write(frame.array());
        out.flush();
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
