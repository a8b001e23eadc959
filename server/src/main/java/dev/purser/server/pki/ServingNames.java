package dev.purser.server.pki;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The DNS names and addresses a server answers to: the subject alternative names of its
/// certificate.
public record ServingNames(Set<String> dnsNames, Set<InetAddress> addresses) {
    private static final int SAN_DNS = 2;
    private static final int SAN_ADDRESS = 7;

    private static final List<String> CLUSTER_DNS_NAMES =
            List.of(
                    "localhost",
                    "kubernetes",
                    "kubernetes.default",
                    "kubernetes.default.svc",
                    "kubernetes.default.svc.cluster.local");

    public ServingNames {
        dnsNames = Set.copyOf(dnsNames);
        addresses = Set.copyOf(addresses);
    }

    static ServingNames none() {
        return new ServingNames(Set.of(), Set.of());
    }

    /// What every API server answers to: loopback, the names of the `kubernetes` Service and its
    /// address, the host's own name and addresses.
    ///
    /// @param serviceAddress the `kubernetes` Service's cluster IP
    public static ServingNames ofApiServer(
            String hostName, Collection<InetAddress> hostAddresses, InetAddress serviceAddress) {
        Set<String> names = new LinkedHashSet<>(CLUSTER_DNS_NAMES);
        if (isDnsName(hostName)) {
            names.add(hostName);
        }
        Set<InetAddress> addresses = new LinkedHashSet<>();
        addresses.add(InetAddress.ofLiteral("127.0.0.1"));
        addresses.add(InetAddress.ofLiteral("::1"));
        addresses.add(serviceAddress);
        hostAddresses.stream()
                .filter(address -> !address.isLinkLocalAddress())
                .forEach(addresses::add);
        return new ServingNames(names, addresses);
    }

    /// What a node answers to: the host's own name and addresses, loopback among them.
    public static ServingNames ofNode(String hostName, Collection<InetAddress> hostAddresses) {
        Set<String> names = new LinkedHashSet<>(List.of("localhost"));
        if (isDnsName(hostName)) {
            names.add(hostName);
        }
        Set<InetAddress> addresses = new LinkedHashSet<>();
        addresses.add(InetAddress.ofLiteral("127.0.0.1"));
        hostAddresses.stream()
                .filter(address -> !address.isLinkLocalAddress())
                .forEach(addresses::add);
        return new ServingNames(names, addresses);
    }

    /// The names a certificate is valid for.
    static ServingNames of(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
        Set<String> names = new HashSet<>();
        Set<InetAddress> addresses = new HashSet<>();
        for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
            switch ((Integer) entry.getFirst()) {
                case SAN_DNS -> names.add((String) entry.get(1));
                case SAN_ADDRESS -> addresses.add(InetAddress.ofLiteral((String) entry.get(1)));
                default -> {
                    // Other forms of name are not made here and match nothing.
                }
            }
        }
        return new ServingNames(names, addresses);
    }

    boolean covers(ServingNames wanted) {
        return dnsNames.containsAll(wanted.dnsNames) && addresses.containsAll(wanted.addresses);
    }

    private static boolean isDnsName(String name) {
        return name.matches("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?");
    }
}
