package dev.purser.node.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bridge network of one data directory. Not thread-safe.
public final class PodNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(PodNetwork.class);

    /// The second bytes of the ranges to choose from: neither Docker, nor podman's default, nor
    /// kubeadm's examples use them, and Kubernetes' usual addresses of services, 10.96.0.0/12, lie
    /// between.
    private static final int[] SECOND_BYTES =
            IntStream.concat(IntStream.range(88, 96), IntStream.range(112, 128)).toArray();

    private static final int RANGES = SECOND_BYTES.length << Byte.SIZE;
    private static final int PREFIX_LENGTH = 24;

    /// With `purser` before it, the name stays under the 15 characters an interface can have.
    private static final int SUFFIX_BYTES = 4;

    private final Path directory;
    private final byte[] hash;

    /// @param directory Purser's directory for the network, of which the bridge's name is derived
    public PodNetwork(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.hash = hash(this.directory.toString());
    }

    /// The directory from which containerd reads the network's configuration.
    public Path configuration() {
        return directory.resolve("conf");
    }

    /// The name of the bridge, and of the network.
    public String bridge() {
        return "purser" + HexFormat.of().formatHex(hash, 0, SUFFIX_BYTES);
    }

    /// Chooses an address range, or keeps the one chosen before unless something else uses it now,
    /// and writes the configuration.
    ///
    /// @return the range
    public Subnet prepare(UsedSubnets usedSubnets, Masquerade masquerade) throws IOException {
        List<Subnet> used = usedSubnets.except(bridge());
        Optional<Subnet> before = chosen();
        Subnet subnet;
        if (before.isPresent() && isFree(before.get(), used)) {
            subnet = before.get();
        } else {
            subnet = choose(used);
            LOG.info("Pods get their addresses from {}", subnet);
        }
        Files.createDirectories(configuration());
        Files.writeString(subnetFile(), subnet.toString());
        Files.writeString(
                configuration().resolve("10-purser.conflist"),
                new BridgeConfig(bridge(), subnet, directory.resolve("addresses"), masquerade)
                        .json());
        return subnet;
    }

    private Path subnetFile() {
        return directory.resolve("subnet");
    }

    /// The address range that was chosen; empty before the first [#prepare].
    public Optional<Subnet> chosen() throws IOException {
        return Files.exists(subnetFile())
                ? Optional.of(Subnet.parse(Files.readString(subnetFile())))
                : Optional.empty();
    }

    /// Starts at a place that depends on the directory, so that a stopped Purser's range, which
    /// nothing shows, is not taken.
    private Subnet choose(List<Subnet> used) throws IOException {
        int start = Math.floorMod((hash[4] << Byte.SIZE) | (hash[5] & 0xff), RANGES);
        for (int step = 0; step < RANGES; step++) {
            int index = (start + step) % RANGES;
            int second = SECOND_BYTES[index >> Byte.SIZE];
            Subnet candidate =
                    new Subnet(
                            10 << 24 | second << 16 | (index & 0xff) << Byte.SIZE, PREFIX_LENGTH);
            if (isFree(candidate, used)) {
                return candidate;
            }
        }
        throw new IOException(
                "No address range is free for pods in 10.88.0.0/13 and 10.112.0.0/12");
    }

    private static boolean isFree(Subnet candidate, List<Subnet> used) {
        return used.stream().noneMatch(candidate::overlaps);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /// Whether pods reach what is beyond this machine under its address.
    public enum Masquerade {
        /// By iptables.
        YES,
        /// Not where iptables is missing: the plugin would fail. Pods and host still reach each
        /// other.
        NO
    }
}
