package dev.purser.node.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The chains of iptables that the CNI plugins make for one pod: `bridge` for its way out,
/// `portmap` for its host ports. Their names are digests of the network and the sandbox, cut to
/// what iptables allows.
final class PodChains {
    static final String PREFIX = "CNI-";

    private static final String PORTS = "DN-";
    private static final int LENGTH = 28;

    private PodChains() {}

    static List<String> of(String network, String sandbox) {
        String digest = digest(network + sandbox);
        return List.of(cut(PREFIX + digest), cut(PREFIX + PORTS + digest));
    }

    private static String cut(String name) {
        return name.substring(0, LENGTH);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-512")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
