package dev.purser.server.stream;

import dev.purser.client.node.NodeStreams;
import dev.purser.server.request.Query;
import java.util.Locale;

/// Which streams the query of an `exec` or `attach` asks for (`PodExecOptions`).
///
/// Output is always connected, whatever the query says: the API defaults both to true after
/// decoding. A terminal has no stderr of its own.
public final class RequestedStreams {
    private RequestedStreams() {}

    public static NodeStreams.Streams of(Query query) {
        boolean tty = isSet(query, "tty");
        return new NodeStreams.Streams(isSet(query, "stdin"), true, !tty, tty);
    }

    /// As the API converts a parameter to a boolean: anything but these is true.
    private static boolean isSet(Query query, String name) {
        return switch (query.first(name).toLowerCase(Locale.ROOT)) {
            case "", "false", "0" -> false;
            default -> true;
        };
    }
}
