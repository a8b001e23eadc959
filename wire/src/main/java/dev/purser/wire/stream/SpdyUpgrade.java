package dev.purser.wire.stream;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.PodPorts;
import dev.purser.client.node.StreamTarget;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers a client that asks for SPDY/3.1, and begins to speak it.
final class SpdyUpgrade {
    static final String SPDY = "SPDY/3.1";

    /// Where client and server say which version of the streams' protocol they mean.
    private static final String VERSION = "X-Stream-Protocol-Version";

    private SpdyUpgrade() {}

    /// @throws dev.purser.api.status.StatusException if the client speaks no known version
    static void accept(Request request, Response response, Callback callback, StreamTarget target) {
        List<String> offered = request.getHeaders().getCSV(VERSION, false);
        switch (target) {
            case CommandSession session -> {
                SpdyVersion version =
                        SpdyVersion.choose(offered)
                                .orElseThrow(() -> unknown(offered, SpdyVersion.names()));
                String named = offered.isEmpty() ? "" : version.text();
                accept(request, response, callback, named, new SpdyCommand(session, version));
            }
            case PodPorts ports -> {
                if (!offered.isEmpty() && !offered.contains(SpdyPorts.PROTOCOL)) {
                    throw unknown(offered, List.of(SpdyPorts.PROTOCOL));
                }
                String named = offered.isEmpty() ? "" : SpdyPorts.PROTOCOL;
                accept(request, response, callback, named, new SpdyPorts(ports));
            }
        }
    }

    private static RuntimeException unknown(List<String> offered, List<String> known) {
        return StatusErrors.badRequest(
                "unable to upgrade: unable to negotiate protocol: client supports [%s], server accepts [%s]"
                        .formatted(String.join(" ", offered), String.join(" ", known)));
    }

    private static void accept(
            Request request,
            Response response,
            Callback callback,
            String version,
            Conversation conversation) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new UpgradedConnection(
                        endPoint,
                        request.getConnectionMetaData().getConnector().getExecutor(),
                        conversation));
        response.setStatus(101);
        response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade").put(HttpHeader.UPGRADE, SPDY);
        if (!version.isEmpty()) {
            response.getHeaders().put(VERSION, version);
        }
        response.write(true, null, callback);
    }
}
