package dev.purser.wire.stream;

import dev.purser.client.node.NodeStreams;
import dev.purser.wire.request.Query;

/// Which streams the query of an `exec` or `attach` asks for: by the names of the API server
/// (`PodExecOptions`), or by those of kubelet. A terminal has no stderr of its own.
public final class RequestedStreams {
    private RequestedStreams() {}

    public static NodeStreams.Streams of(Query query) {
        boolean tty = query.isTrue("tty");
        return new NodeStreams.Streams(
                query.isTrue("stdin"), query.isTrue("stdout"), query.isTrue("stderr") && !tty, tty);
    }

    /// As a query to kubelet asks for them.
    public static NodeStreams.Streams ofKubelet(Query query) {
        boolean tty = isSet(query, "tty");
        return new NodeStreams.Streams(
                isSet(query, "input"), isSet(query, "output"), isSet(query, "error") && !tty, tty);
    }

    private static boolean isSet(Query query, String name) {
        return query.first(name).equals("1");
    }
}
