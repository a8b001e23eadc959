package dev.purser.wire.http;

import dev.purser.wire.request.RequestIds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for HTTPS, HTTP/2 or HTTP/1.1 as the client likes, and runs each request on a virtual
/// thread. Started once, stopped once.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /// No limit but memory: a thousand watchers over HTTP/1.1 are a thousand threads, all asleep.
    private static final int TASKS_MAX = 100_000;

    private static final int HEADER_BYTES_MAX = 64 * 1024;
    private static final int ACCEPT_QUEUE = 1024;
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    /// Paths are taken as they are, but for escapes (`%u0041`) that no standard knows.
    private static final UriCompliance PATHS =
            UriCompliance.LEGACY
                    .with("BYTES", UriCompliance.Violation.BAD_UTF8_ENCODING)
                    .without("KUBERNETES", UriCompliance.Violation.UTF16_ENCODINGS);

    private final Server server;
    private final ServerConnector connector;

    /// How connections are treated.
    ///
    /// @param tls asks clients for certificates, but leaves it to authentication to judge them
    /// @param protocols versions of TLS, as Java names them
    /// @param cipherSuites as Java names them, the best first
    /// @param limits what a client may take
    /// @param times how long each request may take, within the limits
    /// @param transportSecurity value of the header of that name; empty for none
    public record Settings(
            SSLContext tls,
            List<String> protocols,
            List<String> cipherSuites,
            WireLimits limits,
            TimeRule times,
            String transportSecurity) {}

    /// A server that is not listening yet.
    ///
    /// @param address where to listen; port 0 takes a free one
    /// @param random makes the ids of requests
    /// @param settings how connections are treated
    public HttpServer(
            InetSocketAddress address,
            Settings settings,
            RequestHandler handler,
            Upgrader upgrader,
            RandomGenerator random) {
        WireLimits limits = settings.limits();
        VirtualThreadPool threads = new VirtualThreadPool(TASKS_MAX);
        threads.setName("api");
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, 1, 1);
        HttpConfiguration http = httpConfiguration();
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(limits.streams());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslConnectionFactory ssl =
                new SslConnectionFactory(contextFactory(settings), alpn.getProtocol());
        PlainRefusal first = new PlainRefusal(ssl);
        ConnectionGuard guard =
                new ConnectionGuard(limits, connector.getScheduler(), System::nanoTime);
        connector.clearConnectionFactories();
        connector.addConnectionFactory(first);
        connector.addConnectionFactory(ssl);
        connector.addConnectionFactory(alpn);
        connector.addConnectionFactory(http2);
        connector.addConnectionFactory(http1);
        connector.setDefaultProtocol(first.getProtocol());
        connector.addBean(guard);
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(limits.idleTime().toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        server.addConnector(connector);
        server.setHandler(
                new ExchangeHandler(handler, upgrader, new RequestIds(random), guard, settings));
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(STOP_MAX.toMillis());
    }

    private static HttpConfiguration httpConfiguration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setUriCompliance(PATHS);
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        return http;
    }

    private static SslContextFactory.Server contextFactory(Settings settings) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(settings.tls());
        factory.setWantClientAuth(true);
        factory.setRenegotiationAllowed(false);
        factory.setExcludeProtocols();
        factory.setIncludeProtocols(settings.protocols().toArray(String[]::new));
        factory.setExcludeCipherSuites();
        factory.setIncludeCipherSuites(settings.cipherSuites().toArray(String[]::new));
        factory.setUseCipherSuitesOrder(true);
        return factory;
    }

    /// Begins to listen.
    ///
    /// @throws IOException if the address cannot be had
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // Jetty declares Exception; whatever it is, the server is not running.
            throw new IOException("the HTTP server did not start", e);
        }
    }

    /// The port that is listened on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Stops listening and gives running requests a moment to end.
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (IOException e) {
            throw e;
        } catch (TimeoutException e) {
            LOG.debug("Some requests were still running when the server stopped", e);
        } catch (Exception e) {
            // As in start.
            throw new IOException("the HTTP server did not stop cleanly", e);
        }
    }
}
