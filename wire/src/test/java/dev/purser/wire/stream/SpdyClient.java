package dev.purser.wire.stream;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/// A client that speaks SPDY of its own, so that a mistake in the code under test is not made
/// twice.
final class SpdyClient implements AutoCloseable {
    final Socket socket;
    final List<String> head = new ArrayList<>();
    final Map<Integer, ByteArrayOutputStream> content = new HashMap<>();
    final List<Integer> ended = new ArrayList<>();
    final List<Integer> reset = new ArrayList<>();
    final List<Integer> accepted = new ArrayList<>();
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Deflater deflater = new Deflater();
    private int next = 1;

    SpdyClient(int port, String... versions) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        StringBuilder request =
                new StringBuilder("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n")
                        .append("Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n");
        for (String version : versions) {
            request.append("X-Stream-Protocol-Version: ").append(version).append("\r\n");
        }
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /// Opens a stream with headers: name, value, name, value.
    int open(String... headers) throws IOException {
        int stream = next;
        next += 2;
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(plain);
        fields.writeInt(headers.length / 2);
        for (String text : headers) {
            fields.writeInt(text.length());
            fields.writeBytes(text);
        }
        byte[] block = new byte[1000];
        deflater.setInput(plain.toByteArray());
        int length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
        ByteBuffer payload = ByteBuffer.allocate(10 + length).putInt(stream).putInt(0);
        raw(0x80030001, 0, payload.putShort((short) 0).put(block, 0, length).array());
        return stream;
    }

    void send(int stream, byte[] bytes, boolean last) throws IOException {
        raw(stream, last ? 1 : 0, bytes);
    }

    void raw(int start, int flags, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.putInt(start).putInt(flags << 24 | payload.length).put(payload);
        out.write(frame.array());
    }

    /// Reads frames until all of these streams have ended.
    void readUntilEnd(int... streams) throws IOException {
        for (int stream : streams) {
            while (!ended.contains(stream) && !reset.contains(stream)) {
                if (!readFrame()) {
                    throw new IOException("the connection ended");
                }
            }
        }
    }

    /// @return whether there was one
    boolean readFrame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int start = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int flags = in.readInt();
        byte[] payload = in.readNBytes(flags & 0xffffff);
        if (start >= 0) {
            content.computeIfAbsent(start, _ -> new ByteArrayOutputStream()).writeBytes(payload);
            if (flags >>> 24 == 1) {
                ended.add(start);
            }
            return true;
        }
        switch (start & 0xffff) {
            case 2 -> accepted.add(ByteBuffer.wrap(payload).getInt());
            case 3 -> reset.add(ByteBuffer.wrap(payload).getInt());
            default -> {}
        }
        return true;
    }

    byte[] bytes(int stream) {
        return content.getOrDefault(stream, new ByteArrayOutputStream()).toByteArray();
    }

    String text(int stream) {
        return new String(bytes(stream), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
