package dev.purser.node.serve;

import dev.purser.node.settings.EndpointSettings;
import dev.purser.wire.http.HttpServer;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.http.Upgrader;
import dev.purser.wire.http.WireLimits;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.tls.ServingContext;
import dev.purser.wire.tls.ServingKey;
import dev.purser.wire.tls.TlsSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for requests to the node. Started once, stopped once.
public final class NodeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
    private static final int CONNECTIONS_MAX = 1000;
    private static final int NEWCOMERS_MAX = 100;
    private static final Set<String> LASTING =
            Set.of("exec", "attach", "portForward", "containerLogs", "logs", "run", "checkpoint");

    private final HttpServer http;

    /// What a node shows of itself in TLS, and whose clients it knows.
    ///
    /// @param key with the certificate of the moment
    /// @param authority that signs certificates of clients
    public record Identity(
            Supplier<ServingKey> key, Supplier<X509Certificate> authority, SecureRandom random) {}

    private NodeServer(HttpServer http) {
        this.http = http;
    }

    /// Begins to listen. When a port that nobody chose is taken, by kubelet or by another Purser,
    /// it is a free one instead.
    ///
    /// @throws IOException if the port that was chosen cannot be had
    public static NodeServer start(
            EndpointSettings where, Identity identity, RequestHandler handler, Upgrader upgrader)
            throws IOException {
        try {
            return listening(where.port(), where, identity, handler, upgrader);
        } catch (IOException e) {
            if (where.isExplicit() || !isTaken(e)) {
                throw new IOException(
                        "the node's API cannot listen on port %d of %s: %s"
                                .formatted(where.port(), where.address(), e.getMessage()),
                        e);
            }
            NodeServer other = listening(0, where, identity, handler, upgrader);
            LOG.info(
                    "Port {} is taken, by a kubelet or another Purser: the node's API listens on {}"
                            + " (choose one with --kubelet-port)",
                    where.port(),
                    other.port());
            return other;
        }
    }

    private static boolean isTaken(IOException e) {
        return e instanceof BindException || e.getCause() instanceof BindException;
    }

    private static NodeServer listening(
            int port,
            EndpointSettings where,
            Identity identity,
            RequestHandler handler,
            Upgrader upgrader)
            throws IOException {
        TlsSettings tls = TlsSettings.defaults();
        HttpServer http =
                new HttpServer(
                        new InetSocketAddress(where.address(), port),
                        new HttpServer.Settings(
                                context(identity),
                                tls.protocols(),
                                tls.allCipherSuites(),
                                WireLimits.defaults()
                                        .withConnections(CONNECTIONS_MAX, NEWCOMERS_MAX),
                                NodeServer::limit,
                                ""),
                        handler,
                        upgrader,
                        identity.random());
        boolean started = false;
        try {
            http.start();
            started = true;
            return new NodeServer(http);
        } finally {
            if (!started) {
                http.close();
            }
        }
    }

    private static SSLContext context(Identity identity) throws IOException {
        try {
            return ServingContext.of(
                    identity.key(), List.of(), identity.authority(), identity.random());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    private static Optional<Duration> limit(ApiRequest request, Duration most) {
        String[] segments = request.path().split("/", 3);
        return segments.length > 1 && LASTING.contains(segments[1])
                ? Optional.empty()
                : Optional.of(most);
    }

    /// The port that is listened on.
    public int port() {
        return http.port();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
