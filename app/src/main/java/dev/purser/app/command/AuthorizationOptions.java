package dev.purser.app.command;

import dev.purser.app.data.Instance;
import dev.purser.server.authz.AuthorizationMode;
import java.util.List;
import picocli.CommandLine.Option;

/// The option that says what decides who may do what.
final class AuthorizationOptions {
    @Option(
            names = "--authorization-mode",
            paramLabel = "MODE",
            split = ",",
            defaultValue = "Node,RBAC",
            description =
                    "what decides who may do what, in this order: Node, RBAC, AlwaysAllow,"
                            + " AlwaysDeny (default: ${DEFAULT-VALUE})")
    private List<String> names = List.of("Node", "RBAC");

    /// @param started what is to work with these modes
    /// @throws CommandFailure when there is no such mode, or when Purser's own parts, which have no
    ///   more rights than Kubernetes', could do nothing with these
    List<AuthorizationMode> modes(Instance.Mode started) {
        try {
            List<AuthorizationMode> modes = AuthorizationMode.of(names);
            if (started == Instance.Mode.FULL) {
                require(modes, AuthorizationMode.NODE, "the node, or start none with --no-node");
            }
            if (started != Instance.Mode.API_ONLY) {
                require(modes, AuthorizationMode.RBAC, "the controllers, or start --api-only");
            }
            return modes;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--authorization-mode: " + e.getMessage(), e);
        }
    }

    private static void require(
            List<AuthorizationMode> modes, AuthorizationMode needed, String whom) {
        if (!modes.contains(needed) && !modes.contains(AuthorizationMode.ALWAYS_ALLOW)) {
            throw new IllegalArgumentException(
                    "%s is needed for %s".formatted(needed.kubernetesName(), whom));
        }
    }
}
