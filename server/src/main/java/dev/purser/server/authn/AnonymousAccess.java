package dev.purser.server.authn;

import java.util.Set;

/// Which requests may come from nobody in particular (`AnonymousAuthConfig`). Immutable.
///
/// @param enabled whether any may
/// @param paths the only paths where they may; empty for all
public record AnonymousAccess(boolean enabled, Set<String> paths) {
    /// Everywhere; the roles decide what they see. The default of Kubernetes.
    public static final AnonymousAccess EVERYWHERE = new AnonymousAccess(true, Set.of());

    public static final AnonymousAccess NOWHERE = new AnonymousAccess(false, Set.of());

    /// Where probes and load balancers ask, and nowhere else.
    public static final AnonymousAccess HEALTH =
            new AnonymousAccess(true, Set.of("/healthz", "/livez", "/readyz"));

    public AnonymousAccess {
        paths = Set.copyOf(paths);
    }

    /// Whether a request for this path needs no credential.
    public boolean permits(String path) {
        return enabled && (paths.isEmpty() || paths.contains(path));
    }
}
