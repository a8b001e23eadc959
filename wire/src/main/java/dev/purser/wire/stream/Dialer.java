package dev.purser.wire.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/// Connects to a runtime's streaming server.
@FunctionalInterface
public interface Dialer {
    /// A connected socket, which the caller closes.
    Socket dial(URI target) throws IOException;

    /// Plain TCP to the target's host and port.
    static Dialer tcp(Duration timeout) {
        return target -> {
            Socket socket = new Socket();
            boolean connected = false;
            try {
                int port = target.getPort() < 0 ? 80 : target.getPort();
                socket.connect(
                        new InetSocketAddress(target.getHost(), port), (int) timeout.toMillis());
                // Keystrokes are small and should not wait for one another.
                socket.setTcpNoDelay(true);
                connected = true;
                return socket;
            } finally {
                if (!connected) {
                    socket.close();
                }
            }
        };
    }
}
