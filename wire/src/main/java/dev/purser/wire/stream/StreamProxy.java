package dev.purser.wire.stream;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.PodPorts;
import dev.purser.client.node.StreamTarget;
import dev.purser.wire.http.Upgrader;
import dev.purser.wire.http.WebSockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;

/// Joins a client's connection to a command in a container or to a pod's ports, in whichever of the
/// protocols the client speaks. Thread-safe.
public final class StreamProxy implements Upgrader {
    @Override
    public void upgrade(
            Request request, Response response, Callback callback, StreamTarget target) {
        HttpFields headers = request.getHeaders();
        try {
            if (headers.contains(HttpHeader.UPGRADE, "websocket")) {
                openWebSocket(request, response, callback, target);
            } else if (headers.contains(HttpHeader.UPGRADE, SpdyUpgrade.SPDY)) {
                SpdyUpgrade.accept(request, response, callback, target);
            } else {
                throw StatusErrors.badRequest("Upgrade request required");
            }
        } catch (StatusException e) {
            answer(response, callback, e);
        }
    }

    private static void openWebSocket(
            Request request, Response response, Callback callback, StreamTarget target) {
        List<String> offered =
                request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
        Accepted accepted =
                switch (target) {
                    case PodPorts ports when offered.contains(TunnelledSpdy.SUBPROTOCOL) ->
                            new Accepted(
                                    TunnelledSpdy.SUBPROTOCOL,
                                    new TunnelledSpdy(new SpdyPorts(ports)));
                    case PodPorts ports -> {
                        ChannelProtocol protocol = protocol(offered);
                        yield new Accepted(
                                protocol.subprotocol(),
                                new WebSocketPorts(named(ports), protocol.form()));
                    }
                    case CommandSession command -> {
                        ChannelProtocol protocol = protocol(offered);
                        yield new Accepted(
                                protocol.subprotocol(), new RemoteCommand(command, protocol));
                    }
                };
        boolean upgraded =
                WebSockets.of(request.getConnectionMetaData().getConnector().getServer())
                        .upgrade(
                                (_, upgrade, _) -> {
                                    if (!accepted.subprotocol().isEmpty()) {
                                        upgrade.setAcceptedSubProtocol(accepted.subprotocol());
                                    }
                                    return accepted.listener();
                                },
                                request,
                                response,
                                callback);
        if (!upgraded) {
            throw StatusErrors.badRequest("Upgrade request required");
        }
    }

    private static ChannelProtocol protocol(List<String> offered) {
        return ChannelProtocol.choose(offered)
                .orElseThrow(() ->
                        StatusErrors.badRequest(
                                "unable to upgrade: none of the WebSocket protocols "
                                        + offered
                                        + " is known here"));
    }

    private static PodPorts named(PodPorts ports) {
        if (ports.requested().isEmpty()) {
            throw StatusErrors.badRequest("query parameter \"ports\" is required");
        }
        return ports;
    }

    private static void answer(Response response, Callback callback, StatusException failure) {
        byte[] status = failure.toStatus().toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(failure.code());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(status), callback);
    }

    private record Accepted(String subprotocol, Session.Listener listener) {}
}
