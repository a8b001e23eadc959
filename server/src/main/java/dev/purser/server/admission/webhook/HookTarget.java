package dev.purser.server.admission.webhook;

import dev.purser.server.admission.Once;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import tools.jackson.databind.JsonNode;

/// Where a webhook is, and whom to believe that it is there (`WebhookClientConfig`). Immutable and
/// thread-safe.
///
/// @param uri as it is told in messages; a service has the name that its certificate is for
/// @param service behind which it is; empty when the uri says where it is
/// @param sockets make connections; made when they are first needed
record HookTarget(URI uri, Optional<HookService> service, Supplier<SSLSocketFactory> sockets) {
    private static final int PORT = 443;

    /// A service of the cluster.
    record HookService(String namespace, String name, int port) {}

    static HookTarget of(JsonNode config) {
        byte[] authorities = authorities(config.path("caBundle").asString(""));
        JsonNode service = config.path("service");
        if (!service.isObject()) {
            URI uri = URI.create(config.path("url").asString(""));
            return new HookTarget(uri, Optional.empty(), sockets(authorities, uri.getHost()));
        }
        String name = service.path("name").asString("");
        String namespace = service.path("namespace").asString("");
        int port = service.path("port").asInt(PORT);
        String host = "%s.%s.svc".formatted(name, namespace);
        String path = service.path("path").asString("");
        return new HookTarget(
                URI.create(
                        "https://%s:%d%s%s"
                                .formatted(host, port, path.startsWith("/") ? "" : "/", path)),
                Optional.of(new HookService(namespace, name, port)),
                sockets(authorities, host));
    }

    private static Supplier<SSLSocketFactory> sockets(byte[] authorities, String host) {
        return new Once<>(() -> new NamedSocketFactory(authorities, host));
    }

    private static byte[] authorities(String base64) {
        return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    }
}
