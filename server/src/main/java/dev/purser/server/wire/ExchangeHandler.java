package dev.purser.server.wire;

import dev.purser.server.request.ApiRequest;
import dev.purser.server.request.ApiRequest.Headers;
import dev.purser.server.request.Origin;
import dev.purser.server.request.Query;
import dev.purser.server.request.RequestIds;

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

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/// From Jetty's request to ours, and from our answer to Jetty's response.
final class ExchangeHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

    private final RequestHandler handler;
    private final Upgrader upgrader;
    private final RequestIds ids;

    ExchangeHandler(RequestHandler handler, Upgrader upgrader, RequestIds ids) {
        this.handler = handler;
        this.upgrader = upgrader;
        this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        RequestBody body = new RequestBody(Request.asInputStream(request));
        ApiRequest apiRequest = adapt(request, body);
        Answer answer = handler.answer(apiRequest);
        response.getHeaders()
                .put(RequestIds.HEADER, apiRequest.origin().id())
                .put("Cache-Control", "no-cache, private");
        if (answer.body() instanceof Answer.Upgraded upgraded) {
            request.addIdleTimeoutListener(timeout -> false);
            whenClosed(request, upgraded.follower()::ended);
            upgrader.upgrade(request, response, callback, upgraded.target());
            upgraded.follower().started(response.getStatus());
            return true;
        }
        if (answer.body() instanceof Answer.Streamed stream
                && StreamSocket.isWanted(request)
                && StreamSocket.open(request, response, callback, answer, stream)) {
            return true;
        }
        try {
            if (answer.body() instanceof Answer.Bytes) {
                body.drain();
            }
            new AnswerWriter(request, response).write(answer);
            callback.succeeded();
        } catch (IOException e) {
            LOG.debug("The client of {} has gone", apiRequest.path(), e);
            callback.failed(e);
        }
        return true;
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
