package dev.purser.node.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's own name servers, which know all other names. Thread-safe.
public final class Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final int PORT = 53;
    private static final int MESSAGE_MAX = 65_535;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ROUNDS = 2;

    private final Path file;
    private final int port;

    /// @param file `/etc/resolv.conf`, or where systemd-resolved keeps the real one; read for each
    ///   question, since machines move between networks
    public Upstream(Path file) {
        this(file, PORT);
    }

    Upstream(Path file, int port) {
        this.file = file;
        this.port = port;
    }

    /// The answer to a message, from the first server that gives one; empty when none does.
    Optional<byte[]> ask(byte[] message, Transport transport) {
        List<InetAddress> servers = servers();
        for (int round = 0; round < ROUNDS; round++) {
            for (InetAddress server : servers) {
                try {
                    InetSocketAddress address = new InetSocketAddress(server, port);
                    return Optional.of(
                            transport == Transport.TCP
                                    ? byTcp(address, message)
                                    : byUdp(address, message));
                } catch (IOException e) {
                    LOG.debug("{} does not answer", server, e);
                }
            }
        }
        return Optional.empty();
    }

    /// How a client asks, and so how it is asked for it.
    enum Transport {
        UDP,
        TCP
    }

    private List<InetAddress> servers() {
        List<InetAddress> servers = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                if (words[0].equals("nameserver") && words.length > 1) {
                    servers.add(InetAddress.ofLiteral(words[1]));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{} names no server", file, e);
        }
        return servers;
    }

    private static byte[] byUdp(InetSocketAddress server, byte[] message) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.send(new DatagramPacket(message, message.length));
            DatagramPacket answer = new DatagramPacket(new byte[MESSAGE_MAX], MESSAGE_MAX);
            do {
                socket.receive(answer);
            } while (!isAnswerTo(message, answer));
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    private static boolean isAnswerTo(byte[] message, DatagramPacket answer) {
        return answer.getLength() >= 2
                && answer.getData()[0] == message[0]
                && answer.getData()[1] == message[1];
    }

    private static byte[] byTcp(InetSocketAddress server, byte[] message) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(server, (int) PATIENCE.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(message.length);
            out.write(message);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return answer;
        }
    }
}
