package dev.purser.node.forward;

import dev.purser.client.node.PodPorts;
import dev.purser.node.linux.NetworkNamespace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The ports of one pod's sandbox. Thread-safe.
public final class SandboxPorts implements PodPorts {
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final NetworkNamespace namespaces;
    private final String sandboxId;
    private final Optional<Path> namespace;
    private final List<Integer> requested;

    /// @param namespace of the sandbox's network; empty if it is the host's
    public SandboxPorts(
            NetworkNamespace namespaces,
            String sandboxId,
            Optional<Path> namespace,
            List<Integer> requested) {
        this.namespaces = namespaces;
        this.sandboxId = sandboxId;
        this.namespace = namespace;
        this.requested = List.copyOf(requested);
    }

    @Override
    public List<Integer> requested() {
        return requested;
    }

    /// Tries IPv4 first, as containerd does.
    @Override
    public SocketChannel connect(int port) throws IOException {
        try {
            return connect(StandardProtocolFamily.INET, LOOPBACK_4, port);
        } catch (IOException first) {
            try {
                return connect(StandardProtocolFamily.INET6, LOOPBACK_6, port);
            } catch (IOException second) {
                first.addSuppressed(second);
                throw new IOException(text(port, first, second), first);
            }
        }
    }

    private SocketChannel connect(StandardProtocolFamily family, byte[] address, int port)
            throws IOException {
        SocketChannel channel =
                namespace.isPresent()
                        ? namespaces.open(namespace.get(), family)
                        : SocketChannel.open(family);
        boolean connected = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getByAddress(address), port));
            connected = true;
            return channel;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private String text(int port, IOException first, IOException second) {
        return ("error forwarding port %d to pod %s, uid : failed to execute portforward in network"
                        + " namespace \"%s\": failed to connect to localhost:%d inside namespace"
                        + " \"%s\", IPv4: dial tcp4 127.0.0.1:%d: %s IPv6 dial tcp6 [::1]:%d: %s ")
                .formatted(
                        port,
                        sandboxId,
                        namespace.map(Path::toString).orElse("host"),
                        port,
                        sandboxId,
                        port,
                        reason(first),
                        port,
                        reason(second));
    }

    /// In the words that Go has for it.
    private static String reason(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return problem instanceof ConnectException
                ? "connect: " + message.toLowerCase(Locale.ROOT)
                : message;
    }
}
