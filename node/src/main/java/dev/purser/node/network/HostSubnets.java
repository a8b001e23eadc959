package dev.purser.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// [UsedSubnets] of this machine: its interfaces' addresses, and the kernel's routes.
public final class HostSubnets implements UsedSubnets {
    private final Path routes;

    /// @param routes `/proc/net/route`
    public HostSubnets(Path routes) {
        this.routes = routes;
    }

    @Override
    public List<Subnet> except(String interfaceName) {
        List<Subnet> used = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(each -> !each.getName().equals(interfaceName))
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .filter(each -> each.getAddress() instanceof Inet4Address)
                    .map(HostSubnets::subnet)
                    .forEach(used::add);
            if (Files.exists(routes)) {
                Files.readAllLines(routes).stream()
                        .skip(1)
                        .map(line -> line.split("\\s+"))
                        .filter(fields -> fields.length > 7 && !fields[0].equals(interfaceName))
                        .map(HostSubnets::route)
                        .filter(route -> route.prefixLength() > 0)
                        .forEach(used::add);
            }
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("The routes cannot be read", e);
        }
        return used;
    }

    private static Subnet subnet(InterfaceAddress address) {
        int bits = ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
        return new Subnet(bits, address.getNetworkPrefixLength());
    }

    /// The kernel prints destination and mask as hexadecimal numbers in its own byte order.
    private static Subnet route(String[] fields) {
        int destination = Integer.reverseBytes(Integer.parseUnsignedInt(fields[1], 16));
        int mask = Integer.reverseBytes(Integer.parseUnsignedInt(fields[7], 16));
        return new Subnet(destination, Integer.bitCount(mask));
    }
}
