package dev.purser.node.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Probes by opening a TCP connection, which is closed at once.
final class TcpProbe {
    private TcpProbe() {}

    static ProbeResult probe(String host, int port, Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            return new ProbeResult.Success();
        } catch (IOException e) {
            return new ProbeResult.Failure("dial tcp %s:%d: %s".formatted(host, port, reason(e)));
        }
    }

    /// The words of Go's dialer for the same trouble.
    private static String reason(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException _ -> "i/o timeout";
            case ConnectException _ -> "connect: connection refused";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
