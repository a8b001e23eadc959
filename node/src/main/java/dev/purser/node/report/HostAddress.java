package dev.purser.node.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;

/// Finds the address under which others reach this machine.
public final class HostAddress {
    /// An address for documentation (RFC 5737); nothing is ever sent to it.
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 9);

    private HostAddress() {}

    /// The address that packets to other networks would bear; that of some interface when there is
    /// no such route, and the loopback address on a machine without any.
    public static String find() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            // Connecting a datagram socket sends nothing: it looks up the route.
            socket.connect(ELSEWHERE);
            InetAddress local = socket.getLocalAddress();
            if (isUsable(local)) {
                return local.getHostAddress();
            }
        } catch (IOException | UncheckedIOException e) {
            return anyAddress();
        }
        return anyAddress();
    }

    private static String anyAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .filter(each -> !each.getName().startsWith("purser"))
                .flatMap(NetworkInterface::inetAddresses)
                .filter(HostAddress::isUsable)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("127.0.0.1");
    }

    private static boolean isUsable(InetAddress address) {
        return address instanceof Inet4Address
                && !address.isAnyLocalAddress()
                && !address.isLoopbackAddress();
    }
}
