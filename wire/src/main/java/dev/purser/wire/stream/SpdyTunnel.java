package dev.purser.wire.stream;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Joins a client that speaks SPDY/3.1 itself to the runtime. Only the two upgrades are ours; what
/// follows them is not looked at.
final class SpdyTunnel {
    private final Dialer dialer;

    SpdyTunnel(Dialer dialer) {
        this.dialer = dialer;
    }

    /// @throws IOException if the runtime cannot be reached; nothing was answered then
    void open(Request request, Response response, Callback callback, URI target)
            throws IOException {
        HttpFields asked = request.getHeaders();
        switch (RuntimeConnection.connect(
                dialer, target, asked.getCSV(RuntimeConnection.STREAM_PROTOCOL, false))) {
            case RuntimeConnection.Refused refused -> {
                response.setStatus(refused.status());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, refused.contentType());
                response.write(true, ByteBuffer.wrap(refused.body()), callback);
            }
            case RuntimeConnection.Upgraded upgraded -> {
                EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
                TunnelConnection tunnel =
                        new TunnelConnection(
                                endPoint,
                                request.getConnectionMetaData().getConnector().getExecutor(),
                                upgraded.connection());
                request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, tunnel);
                switchProtocols(response, upgraded.connection().protocol());
                response.write(true, null, closingOnFailure(callback, tunnel));
            }
        }
    }

    private static void switchProtocols(Response response, String protocol) {
        response.setStatus(101);
        response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade");
        response.getHeaders().put(HttpHeader.UPGRADE, RuntimeConnection.SPDY);
        if (!protocol.isEmpty()) {
            response.getHeaders().put(RuntimeConnection.STREAM_PROTOCOL, protocol);
        }
    }

    /// Until the tunnel is the end point's connection, nobody else closes it.
    private static Callback closingOnFailure(Callback callback, TunnelConnection tunnel) {
        return Callback.from(
                callback::succeeded,
                failure -> {
                    tunnel.onClose(failure);
                    callback.failed(failure);
                });
    }
}
