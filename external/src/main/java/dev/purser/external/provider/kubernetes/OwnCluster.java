package dev.purser.external.provider.kubernetes;

import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;

/// The API server of this very process, which stores may call by the names that it has in a
/// cluster. No such name can be resolved outside of pods.
///
/// @param address where it listens, once it does
/// @param certificateAuthority in PEM form
public record OwnCluster(Supplier<URI> address, String certificateAuthority) {
    private static final Set<String> NAMES =
            Set.of(
                    "kubernetes.default",
                    "kubernetes.default.svc",
                    "kubernetes.default.svc.cluster.local");

    /// Whether an address means this API server.
    boolean isMeant(URI server) {
        return NAMES.contains(server.getHost()) && "https".equals(server.getScheme());
    }
}
