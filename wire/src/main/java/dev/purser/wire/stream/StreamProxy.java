package dev.purser.wire.stream;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.node.NodeStreams;
import dev.purser.wire.request.Query;
import dev.purser.wire.http.Upgrader;
import dev.purser.wire.http.WebSockets;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Joins a client's connection to the streaming server of a container runtime, in whichever of the
/// protocols the client speaks. Thread-safe.
public final class StreamProxy implements Upgrader {
    private static final Logger LOG = LoggerFactory.getLogger(StreamProxy.class);

    private final Dialer dialer;
    private final Function<Query, NodeStreams.Streams> requested;
    private final SpdyTunnel tunnel;

    /// For clients of the API server.
    public StreamProxy(Dialer dialer) {
        this(dialer, RequestedStreams::of);
    }

    /// @param requested which streams a query asks for; see [RequestedStreams]
    public StreamProxy(Dialer dialer, Function<Query, NodeStreams.Streams> requested) {
        this.requested = requested;
        this.dialer = dialer;
        this.tunnel = new SpdyTunnel(dialer);
    }

    /// Upgrades the client's connection. The request was authorized, and the target is valid for
    /// it; [RequestedStreams] says which streams the target was prepared with.
    @Override
    public void upgrade(Request request, Response response, Callback callback, URI target) {
        HttpFields headers = request.getHeaders();
        try {
            if (headers.contains(HttpHeader.UPGRADE, "websocket")) {
                openWebSocket(request, response, callback, target);
            } else if (headers.contains(HttpHeader.UPGRADE, RuntimeConnection.SPDY)) {
                tunnel.open(request, response, callback, target);
            } else {
                throw StatusErrors.badRequest("Upgrade request required");
            }
        } catch (IOException e) {
            LOG.warn("Cannot reach the container runtime's streams: {}", e.getMessage());
            StatusException failure =
                    new StatusException(
                            StatusReason.INTERNAL_ERROR,
                            "error dialing backend: " + e.getMessage());
            answer(response, callback, failure);
        } catch (StatusException e) {
            answer(response, callback, e);
        }
    }

    private void openWebSocket(Request request, Response response, Callback callback, URI target) {
        List<String> offered =
                request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
        if (offered.contains(TunnelledSpdy.SUBPROTOCOL)) {
            accept(
                    new Accepted(TunnelledSpdy.SUBPROTOCOL, new TunnelledSpdy(dialer, target)),
                    request,
                    response,
                    callback);
            return;
        }
        Optional<ChannelProtocol> protocol = ChannelProtocol.choose(offered);
        if (protocol.isEmpty()) {
            throw StatusErrors.badRequest(
                    "unable to upgrade: none of the WebSocket protocols "
                            + offered
                            + " is known here");
        }
        String query = request.getHttpURI().getQuery();
        NodeStreams.Streams streams = requested.apply(Query.parse(query == null ? "" : query));
        accept(
                new Accepted(
                        protocol.get().subprotocol(),
                        new RemoteCommand(dialer, target, streams, protocol.get())),
                request,
                response,
                callback);
    }

    private void accept(Accepted accepted, Request request, Response response, Callback callback) {
        boolean upgraded =
                WebSockets.of(request.getConnectionMetaData().getConnector().getServer())
                        .upgrade(
                                (_, upgrade, _) -> {
                                    upgrade.setAcceptedSubProtocol(accepted.subprotocol());
                                    return accepted.listener();
                                },
                                request,
                                response,
                                callback);
        if (!upgraded) {
            throw StatusErrors.badRequest("Upgrade request required");
        }
    }

    private static void answer(Response response, Callback callback, StatusException failure) {
        byte[] status = failure.toStatus().toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(failure.code());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(status), callback);
    }

    private record Accepted(String subprotocol, Session.Listener listener) {}
}
