package dev.purser.wire.stream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A connection to the runtime's streaming server that has been upgraded to SPDY/3.1. Closing it
/// wakes whoever reads or writes.
final class RuntimeConnection implements AutoCloseable {
    static final String SPDY = "SPDY/3.1";
    static final String STREAM_PROTOCOL = "X-Stream-Protocol-Version";

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_REFUSAL_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final String protocol;

    private RuntimeConnection(Socket socket, InputStream in, String protocol) {
        this.socket = socket;
        this.in = in;
        this.protocol = protocol;
    }

    /// Connects and asks for the upgrade.
    ///
    /// @param protocols the versions of the stream protocol that the client speaks, best first
    static Handshake connect(Dialer dialer, URI target, List<String> protocols) throws IOException {
        Socket socket = dialer.dial(target);
        boolean upgraded = false;
        try {
            socket.getOutputStream().write(request(target, protocols));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Head head = Head.read(in);
            upgraded = head.status() == 101;
            return upgraded
                    ? new Upgraded(
                            new RuntimeConnection(
                                    socket, in, head.header(STREAM_PROTOCOL).orElse("")))
                    : new Refused(
                            head.status(),
                            head.header("Content-Type").orElse("text/plain"),
                            body(head, in));
        } finally {
            if (!upgraded) {
                socket.close();
            }
        }
    }

    /// The version of the stream protocol that the runtime chose; empty if it named none.
    String protocol() {
        return protocol;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] request(URI target, List<String> protocols) {
        StringBuilder text = new StringBuilder("POST ").append(target.getRawPath());
        if (target.getRawQuery() != null) {
            text.append('?').append(target.getRawQuery());
        }
        text.append(" HTTP/1.1\r\nHost: ").append(target.getRawAuthority());
        text.append("\r\nConnection: Upgrade\r\nUpgrade: ").append(SPDY);
        text.append("\r\nContent-Length: 0\r\n");
        for (String protocol : protocols) {
            text.append(STREAM_PROTOCOL).append(": ").append(protocol).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(Head head, InputStream in) throws IOException {
        int length = head.header("Content-Length").map(Integer::parseInt).orElse(MAX_REFUSAL_BYTES);
        return in.readNBytes(Math.min(length, MAX_REFUSAL_BYTES));
    }

    /// How the runtime answered.
    sealed interface Handshake {}

    record Upgraded(RuntimeConnection connection) implements Handshake {}

    /// An answer for the client's eyes.
    static final class Refused implements Handshake {
        private final int status;
        private final String contentType;
        private final byte[] body;

        Refused(int status, String contentType, byte[] body) {
            this.status = status;
            this.contentType = contentType;
            this.body = body;
        }

        int status() {
            return status;
        }

        String contentType() {
            return contentType;
        }

        byte[] body() {
            return body;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8).strip();
        }
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
