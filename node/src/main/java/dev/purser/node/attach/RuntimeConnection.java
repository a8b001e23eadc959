package dev.purser.node.attach;

import dev.purser.wire.spdy.Link;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to the runtime's streaming server that has been upgraded to SPDY/3.1. Closing it
/// wakes whoever reads or writes.
final class RuntimeConnection implements Link {
    private static final String SPDY = "SPDY/3.1";

    /// The version that ends with a Status on the error stream.
    private static final String STREAM_PROTOCOL = "X-Stream-Protocol-Version: v4.channel.k8s.io";

    private static final int BUFFER_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeConnection.class);
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_REFUSAL_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    private RuntimeConnection(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /// Connects and asks for the upgrade.
    ///
    /// @throws IOException if nobody answers, or refuses; the message says why
    static RuntimeConnection connect(URI target, Duration timeout) throws IOException {
        Socket socket = new Socket();
        boolean upgraded = false;
        try {
            socket.connect(
                    new InetSocketAddress(target.getHost(), target.getPort()),
                    (int) timeout.toMillis());
            // Keystrokes are small and should not wait for one another.
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(request(target));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Head head = Head.read(in);
            if (head.status() != 101) {
                throw new IOException(refusal(head, in));
            }
            upgraded = true;
            return new RuntimeConnection(socket, in);
        } finally {
            if (!upgraded) {
                socket.close();
            }
        }
    }

    @Override
    public ByteBuffer read() throws IOException {
        return ByteBuffer.wrap(buffer, 0, Math.max(0, in.read(buffer)));
    }

    @Override
    public void write(ByteBuffer content) throws IOException {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        socket.getOutputStream().write(bytes);
    }

    /// The runtime is on this machine; it is there or it is not.
    @Override
    public void allowSilence(Duration limit) {
        // Nothing to do.
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing the runtime's connection: {}", e.toString());
        }
    }

    private static byte[] request(URI target) {
        StringBuilder text = new StringBuilder("POST ").append(target.getRawPath());
        if (target.getRawQuery() != null) {
            text.append('?').append(target.getRawQuery());
        }
        text.append(" HTTP/1.1\r\nHost: ").append(target.getRawAuthority());
        text.append("\r\nConnection: Upgrade\r\nUpgrade: ").append(SPDY);
        text.append("\r\nContent-Length: 0\r\n");
        text.append(STREAM_PROTOCOL).append("\r\n");
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String refusal(Head head, InputStream in) throws IOException {
        int length = head.header("Content-Length").map(Integer::parseInt).orElse(MAX_REFUSAL_BYTES);
        byte[] body = in.readNBytes(Math.min(length, MAX_REFUSAL_BYTES));
        return new String(body, StandardCharsets.UTF_8).strip();
    }

    /// Status and headers of an HTTP/1.1 response.
    private record Head(int status, List<String> lines) {
        static Head read(InputStream in) throws IOException {
            List<String> lines = new ArrayList<>();
            int budget = MAX_HEAD_BYTES;
            for (String line = line(in, budget); !line.isEmpty(); line = line(in, budget)) {
                lines.add(line);
                budget -= line.length();
            }
            String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", 3);
            if (words.length < 2 || !words[1].matches("[0-9]{3}")) {
                throw new IOException("the container runtime does not speak HTTP");
            }
            return new Head(Integer.parseInt(words[1]), lines);
        }

        private static String line(InputStream in, int budget) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0 || line.size() >= budget) {
                    throw new IOException("the container runtime's answer has no end");
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        }

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }
}
