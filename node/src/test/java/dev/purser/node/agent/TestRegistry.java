package dev.purser.node.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// A registry on this machine with one image, for those who know a name and a password.
final class TestRegistry implements AutoCloseable {
    static final String USER = "reader";
    static final String PASSWORD = "let:me:in";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpServer server;
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final byte[] manifest;

    /// @param archive the directory with `layer.tar` and `config.json`
    TestRegistry(Path archive) throws IOException {
        byte[] layer = Files.readAllBytes(archive.resolve("layer.tar"));
        byte[] config = Files.readAllBytes(archive.resolve("config.json"));
        manifest =
                """
                {"schemaVersion":2,"mediaType":"%s",
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
                """
                        .formatted(MANIFEST, put(config), config.length, put(layer), layer.length)
                        .getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    private String put(byte[] blob) {
        blobs.put(digest(blob), blob);
        return digest(blob);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The registry as images name it.
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String wanted =
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(
                                            (USER + ":" + PASSWORD)
                                                    .getBytes(StandardCharsets.UTF_8));
            if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String path = exchange.getRequestURI().getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (path.contains("/manifests/")) {
                exchange.getResponseHeaders().set("Content-Type", MANIFEST);
                exchange.getResponseHeaders().set("Docker-Content-Digest", digest(manifest));
                send(exchange, manifest);
            } else if (blobs.containsKey(last)) {
                send(exchange, blobs.get(last));
            } else {
                exchange.sendResponseHeaders(path.equals("/v2/") ? 200 : 404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(200, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
