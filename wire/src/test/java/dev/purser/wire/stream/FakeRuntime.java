package dev.purser.wire.stream;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A container runtime's streaming server that does what a test tells it. It speaks its own SPDY,
/// so that a mistake in the code under test is not made twice.
final class FakeRuntime implements AutoCloseable {
    private final ServerSocket server;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private final Behaviour behaviour;

    /// Serves one connection.
    FakeRuntime(Behaviour behaviour) throws IOException {
        this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::serve);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/exec/token");
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /// Returns when the behaviour has run, and fails as it failed.
    void awaitOutcome() {
        outcome.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            behaviour.run(new Session(socket));
            outcome.complete(null);
        } catch (Exception | AssertionError e) {
            outcome.completeExceptionally(e);
        }
    }

    interface Behaviour {
        void run(Session session) throws Exception;
    }

    /// What came in: the kind of a control frame, or the stream of a data frame.
    record Frame(String what, byte[] content, boolean last) {}

    static final class Session {
        private final DataInputStream in;
        private final DataOutputStream out;
        private final Socket socket;
        private final Inflater inflater = new Inflater();
        private final Map<Integer, String> types = new LinkedHashMap<>();
        private final List<String> head = new ArrayList<>();

        Session(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = new DataOutputStream(socket.getOutputStream());
            for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
                head.add(line);
            }
        }

        List<String> requestHead() {
            return head;
        }

        InputStream rawIn() {
            return in;
        }

        void answer(String response) throws IOException {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// Accepts the upgrade.
        Session upgrade() throws IOException {
            answer(
                    """
                    HTTP/1.1 101 Switching Protocols\r
                    Connection: Upgrade\r
                    Upgrade: SPDY/3.1\r
                    X-Stream-Protocol-Version: v4.channel.k8s.io\r
                    \r
                    """);
            return this;
        }

        /// Waits until so many streams were opened, accepts them, and returns their types in order.
        List<String> streams(int count) throws Exception {
            while (types.size() < count) {
                next();
            }
            return List.copyOf(types.values());
        }

        /// Reads one frame.
        Frame next() throws Exception {
            int start = in.readInt();
            int flagsAndLength = in.readInt();
            byte[] payload = in.readNBytes(flagsAndLength & 0xffffff);
            boolean last = flagsAndLength >>> 24 == 1;
            if (start >= 0) {
                return new Frame(types.get(start), payload, last);
            }
            if ((start & 0x7fff0000) >> 16 != 3) {
                throw new IOException("not SPDY version 3");
            }
            if ((start & 0xffff) == 1) {
                int stream = ByteBuffer.wrap(payload).getInt();
                types.put(stream, streamType(payload));
                control(2, ByteBuffer.allocate(8).putInt(stream).array());
                return new Frame("SYN_STREAM", payload, last);
            }
            return new Frame("control " + (start & 0xffff), payload, last);
        }

        /// Reads until a stream's last frame, and returns all that it carried.
        byte[] readToEnd(String type) throws Exception {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            while (true) {
                Frame frame = next();
                if (type.equals(frame.what())) {
                    content.write(frame.content());
                    if (frame.last()) {
                        return content.toByteArray();
                    }
                }
            }
        }

        void send(String type, byte[] content) throws IOException {
            out.writeInt(stream(type));
            out.writeInt(content.length);
            out.write(content);
        }

        void send(String type, String content) throws IOException {
            send(type, content.getBytes(StandardCharsets.UTF_8));
        }

        void end(String type) throws IOException {
            out.writeInt(stream(type));
            out.writeInt(1 << 24);
        }

        void reset(String type) throws IOException {
            control(3, ByteBuffer.allocate(8).putInt(stream(type)).putInt(5).array());
        }

        void ping(int id) throws IOException {
            control(6, ByteBuffer.allocate(4).putInt(id).array());
        }

        /// Frames that mean nothing to the receiver: settings, a window, headers.
        void noise() throws IOException {
            control(4, new byte[12]);
            control(9, new byte[8]);
            control(8, ByteBuffer.allocate(8).putInt(1).array());
        }

        void goAway() throws IOException {
            control(7, new byte[8]);
        }

        private void control(int type, byte[] payload) throws IOException {
            out.writeInt(0x80030000 | type);
            out.writeInt(payload.length);
            out.write(payload);
        }

        private int stream(String type) {
            return types.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(type))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }

        private String streamType(byte[] payload) throws DataFormatException {
            inflater.setInput(payload, 10, payload.length - 10);
            byte[] plain = new byte[1_000];
            int length = inflater.inflate(plain);
            ByteBuffer fields = ByteBuffer.wrap(plain, 0, length);
            if (fields.getInt() != 1 || !"streamtype".equals(text(fields))) {
                throw new DataFormatException("no streamtype");
            }
            return text(fields);
        }

        private static String text(ByteBuffer fields) {
            byte[] bytes = new byte[fields.getInt()];
            fields.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /// Returns once the other side has closed the connection.
        void awaitEnd() throws IOException {
            while (in.read() >= 0) {
                // What still comes does not matter.
            }
        }

        void close() throws IOException {
            socket.close();
        }
    }

    static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
