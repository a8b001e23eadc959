package dev.purser.node.dns;

import dev.purser.node.dns.Upstream.Transport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for questions on loopback, by UDP and TCP on one port. Each question has a virtual
/// thread; beyond a number at once they are dropped, as clients ask again. Thread-safe.
public final class DnsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int MESSAGE_MAX = 65_535;
    private static final int AT_ONCE = 1000;
    private static final int CONNECTIONS_WAITING = 128;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int PORT_TRIES = 16;

    private final Responder responder;
    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private DnsServer(Responder responder, DatagramSocket datagrams, ServerSocket connections) {
        this.responder = responder;
        this.datagrams = datagrams;
        this.connections = connections;
    }

    /// Begins to answer on a free port.
    ///
    /// @throws IOException when there is none
    public static DnsServer start(Responder responder) throws IOException {
        for (int n = 1; ; n++) {
            ServerSocket connections = new ServerSocket(0, CONNECTIONS_WAITING, LOOPBACK);
            try {
                DatagramSocket datagrams =
                        new DatagramSocket(
                                new InetSocketAddress(LOOPBACK, connections.getLocalPort()));
                DnsServer server = new DnsServer(responder, datagrams, connections);
                Thread.ofVirtual().name("dns udp").start(server::receive);
                Thread.ofVirtual().name("dns tcp").start(server::accept);
                return server;
            } catch (IOException e) {
                connections.close();
                if (n == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    /// The port for both.
    public int port() {
        return connections.getLocalPort();
    }

    private void receive() {
        byte[] buffer = new byte[MESSAGE_MAX];
        while (!datagrams.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                datagrams.receive(packet);
                byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
                SocketAddress client = packet.getSocketAddress();
                work(() -> answer(message, client));
            } catch (IOException e) {
                LOG.debug("no question", e);
            }
        }
    }

    private void answer(byte[] message, SocketAddress client) {
        Optional<byte[]> answer = responder.answer(message, Transport.UDP);
        if (answer.isEmpty()) {
            return;
        }
        try {
            datagrams.send(new DatagramPacket(answer.get(), answer.get().length, client));
        } catch (IOException e) {
            LOG.debug("{} gets no answer", client, e);
        }
    }

    private void accept() {
        while (!connections.isClosed()) {
            try {
                Socket client = connections.accept();
                if (!work(() -> serve(client))) {
                    client.close();
                }
            } catch (IOException e) {
                LOG.debug("no client", e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout((int) IDLE.toMillis());
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] message = new byte[in.readUnsignedShort()];
                in.readFully(message);
                Optional<byte[]> answer = responder.answer(message, Transport.TCP);
                if (answer.isEmpty()) {
                    return;
                }
                out.writeShort(answer.get().length);
                out.write(answer.get());
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("a client is gone", e);
        }
    }

    /// Whether there was room for it.
    private boolean work(Runnable task) {
        if (!room.tryAcquire()) {
            return false;
        }
        try {
            workers.execute(() -> {
                try {
                    task.run();
                } finally {
                    room.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            room.release();
            return false;
        }
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            connections.close();
        } catch (IOException e) {
            LOG.debug("not closed", e);
        }
        workers.shutdownNow();
    }
}
