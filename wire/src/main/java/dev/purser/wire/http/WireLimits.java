package dev.purser.wire.http;

import java.time.Duration;

/// What a client may take of the server's time and connections.
///
/// @param requestTime a request that does not last is answered 504 after this
/// @param headerTime a TLS handshake, and the headers of a request, take no longer than this
/// @param idleTime a connection on which nothing is asked is closed after this
/// @param stallTime a client that takes nothing of an answer for this long has gone
/// @param connections at most at once; when there are more, those that wait for a request go first
/// @param newcomers of them, those that have not sent a request yet
/// @param streams of one HTTP/2 connection at once
public record WireLimits(
        Duration requestTime,
        Duration headerTime,
        Duration idleTime,
        Duration stallTime,
        int connections,
        int newcomers,
        int streams) {
    /// As kube-apiserver has them, where it has any.
    public static WireLimits defaults() {
        return new WireLimits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(32),
                Duration.ofSeconds(90),
                Duration.ofSeconds(60),
                10_000,
                1_000,
                1_000);
    }

    public WireLimits withRequestTime(Duration other) {
        return new WireLimits(
                other, headerTime, idleTime, stallTime, connections, newcomers, streams);
    }

    public WireLimits withConnections(int other, int ofNewcomers) {
        return new WireLimits(
                requestTime, headerTime, idleTime, stallTime, other, ofNewcomers, streams);
    }

    public WireLimits withStreams(int other) {
        return new WireLimits(
                requestTime, headerTime, idleTime, stallTime, connections, newcomers, other);
    }
}
