package dev.purser.node.linux;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Makes sockets inside of network namespaces. Thread-safe.
///
/// A socket belongs for ever to the namespace of the thread that made it. So each is made by a
/// thread that enters the namespace and ends; whoever uses the socket stays where it is.
public final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x40000000;

    private final DescriptorCalls calls = new DescriptorCalls();

    /// A socket that is not connected yet.
    ///
    /// @param namespace a file that stands for the namespace
    public SocketChannel open(Path namespace, StandardProtocolFamily family) throws IOException {
        CompletableFuture<SocketChannel> made = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("network-namespace")
                .start(() -> {
                    try {
                        enter(namespace);
                        made.complete(SocketChannel.open(family));
                    } catch (IOException | RuntimeException e) {
                        made.completeExceptionally(e);
                    }
                });
        try {
            return made.join();
        } catch (CompletionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private void enter(Path namespace) throws IOException {
        long descriptor = calls.open(namespace.toString(), DescriptorCalls.O_RDONLY);
        if (descriptor < 0) {
            throw new IOException("open " + namespace + ": errno " + -descriptor);
        }
        try {
            long result = calls.setNamespace(descriptor, CLONE_NEWNET);
            if (result < 0) {
                throw new IOException("setns " + namespace + ": errno " + -result);
            }
        } finally {
            calls.close(descriptor);
        }
    }
}
