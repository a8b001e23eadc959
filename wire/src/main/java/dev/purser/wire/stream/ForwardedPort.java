package dev.purser.wire.stream;

import dev.purser.client.node.PodPorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection into a pod, with a client at the other end; each side may end its direction
/// alone. Thread-safe.
final class ForwardedPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedPort.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final PodPorts ports;
    private final int port;
    private final Client client;
    private final PendingBytes pending = new PendingBytes();
    private final CountDownLatch allSent = new CountDownLatch(1);
    private volatile @Nullable SocketChannel channel;
    private volatile boolean closed;

    ForwardedPort(PodPorts ports, int port, Client client) {
        this.ports = ports;
        this.port = port;
        this.client = client;
    }

    /// Connects, and copies until both directions have ended.
    void start() {
        Thread.ofVirtual().name("port-to-client").start(this::run);
    }

    /// Takes bytes for the pod; blocks while too many wait for it.
    void send(ByteBuffer content) throws InterruptedException {
        pending.add(content);
    }

    /// Nothing more comes for the pod; what came is still sent.
    void end() {
        pending.end();
    }

    /// Breaks the connection off, as when the client has gone.
    @Override
    public void close() {
        closed = true;
        pending.close();
        SocketChannel connected = channel;
        if (connected != null) {
            close(connected);
        }
    }

    private void run() {
        SocketChannel connected;
        try {
            connected = ports.connect(port);
        } catch (IOException e) {
            close();
            tell(() -> client.failed(String.valueOf(e.getMessage())));
            return;
        }
        try (connected) {
            channel = connected;
            if (!closed) {
                Thread.ofVirtual().name("port-to-pod").start(() -> sendAll(connected));
                receiveAll(connected);
                allSent.await();
            }
            tell(client::ended);
        } catch (IOException e) {
            LOG.debug("A forwarded connection broke: {}", e.toString());
            tell(client::broken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void receiveAll(SocketChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (from.read(buffer) >= 0) {
            client.data(buffer.flip());
            buffer.clear();
        }
        client.dataEnded();
    }

    private void sendAll(SocketChannel to) {
        try {
            ByteBuffer next = pending.take();
            while (next.hasRemaining()) {
                to.write(next);
                if (!next.hasRemaining()) {
                    next = pending.take();
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // The reading thread finds out whether the pod still has something to say.
            LOG.debug("A pod takes no more from a forwarded connection: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pending.close();
            allSent.countDown();
        }
    }

    private static void tell(Message message) {
        try {
            message.send();
        } catch (IOException e) {
            LOG.debug("The client of a forwarded connection has gone: {}", e.toString());
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing a forwarded connection: {}", e.toString());
        }
    }

    /// The client's side. Its methods are called by one thread and wait for the network; the last
    /// of them is `failed`, `ended` or `broken`.
    interface Client {
        void data(ByteBuffer content) throws IOException;

        /// The pod sends nothing more; it may still be sent to.
        void dataEnded() throws IOException;

        /// Nothing answers at the port.
        void failed(String problem) throws IOException;

        /// Both directions have ended.
        void ended() throws IOException;

        /// The connection broke in the middle.
        void broken() throws IOException;
    }

    private interface Message {
        void send() throws IOException;
    }
}
