package dev.purser.wire.http;

import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.ApiRequest.Headers;
import dev.purser.wire.request.Origin;
import dev.purser.wire.request.Query;
import dev.purser.wire.request.RequestIds;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From Jetty's request to ours, and from our answer to Jetty's response.
final class ExchangeHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

    private final RequestHandler handler;
    private final Upgrader upgrader;
    private final RequestIds ids;
    private final ConnectionGuard guard;
    private final WireLimits limits;
    private final TimeRule times;
    private final String transportSecurity;

    ExchangeHandler(
            RequestHandler handler,
            Upgrader upgrader,
            RequestIds ids,
            ConnectionGuard guard,
            HttpServer.Settings settings) {
        this.handler = handler;
        this.upgrader = upgrader;
        this.ids = ids;
        this.guard = guard;
        this.limits = settings.limits();
        this.times = settings.times();
        this.transportSecurity = settings.transportSecurity();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        guard.begin(request);
        RequestBody body = new RequestBody(Request.asInputStream(request));
        ApiRequest apiRequest = adapt(request, body);
        ExchangeTime time = new ExchangeTime(request, response, callback);
        limit(time, apiRequest);
        Answer answer = handler.answer(apiRequest);
        if (!time.answer()) {
            answer.discard();
            return true;
        }
        response.getHeaders()
                .put(RequestIds.HEADER, apiRequest.origin().id())
                .put("Cache-Control", "no-cache, private");
        if (!transportSecurity.isEmpty()) {
            response.getHeaders().put("Strict-Transport-Security", transportSecurity);
        }
        write(new Exchange(request, response, callback, time), answer, body);
        return true;
    }

    /// What an answer is written to.
    private record Exchange(
            Request request, Response response, Callback callback, ExchangeTime time) {}

    private void limit(ExchangeTime time, ApiRequest request) {
        times.limit(request, limits.requestTime()).ifPresent(time::limit);
    }

    private void write(Exchange to, Answer answer, RequestBody body) {
        Request request = to.request();
        if (answer.body() instanceof Answer.Upgraded upgraded) {
            request.addIdleTimeoutListener(timeout -> false);
            if (to.time().handOver()) {
                whenClosed(request, upgraded.follower()::ended);
                upgrader.upgrade(request, to.response(), to.callback(), upgraded.target());
                upgraded.follower().started(to.response().getStatus());
            }
            return;
        }
        if (answer.body() instanceof Answer.Streamed stream
                && StreamSocket.isWanted(request)
                && StreamSocket.open(request, to.response(), to.callback(), answer, stream)) {
            to.time().handOver();
            return;
        }
        try {
            if (answer.body() instanceof Answer.Bytes) {
                body.drain();
            }
            new AnswerWriter(request, to.response(), to.time(), limits.stallTime()).write(answer);
            to.time().succeeded();
        } catch (IOException e) {
            LOG.debug("The client of {} has gone", request.getHttpURI().getPath(), e);
            to.time().failed(e);
        }
    }

    /// A connection that was upgraded serves nothing else until it is closed.
    private static void whenClosed(Request request, Runnable action) {
        Connection connection = request.getConnectionMetaData().getConnection();
        Connection outermost =
                connection.getEndPoint() instanceof SslConnection.SslEndPoint endPoint
                        ? endPoint.getSslConnection()
                        : connection;
        outermost.addEventListener(
                new Connection.Listener() {
                    @Override
                    public void onClosed(Connection closed) {
                        action.run();
                    }
                });
    }

    private ApiRequest adapt(Request request, RequestBody body) {
        HttpURI uri = request.getHttpURI();
        String query = uri.getQuery();
        Headers headers = new JettyHeaders(request.getHeaders());
        return new ApiRequest(
                request.getMethod(),
                path(uri),
                Query.parse(query == null ? "" : query),
                headers,
                certificateChain(request),
                body,
                new Origin(
                        ids.idFor(headers.first(RequestIds.HEADER)),
                        uri.getPathQuery(),
                        Request.getRemoteAddr(request)));
    }

    private static String path(HttpURI uri) {
        String path = uri.getPath();
        if (path == null) {
            return "/";
        }
        // A plus sign is itself in a path, unlike in a query; broken UTF-8 is replaced.
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static List<X509Certificate> certificateChain(Request request) {
        Object tls = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
        return tls instanceof EndPoint.SslSessionData session && session.peerCertificates() != null
                ? List.of(session.peerCertificates())
                : List.of();
    }

    private record JettyHeaders(HttpFields fields) implements ApiRequest.Headers {
        @Override
        public String first(String name) {
            String value = fields.get(name);
            return value == null ? "" : value;
        }

        @Override
        public List<String> all(String name) {
            return fields.getValuesList(name);
        }

        @Override
        public Set<String> names() {
            return fields.getFieldNamesCollection();
        }

        @Override
        public String toString() {
            return "headers of " + fields.size() + " lines";
        }
    }
}
