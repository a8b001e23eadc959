package dev.purser.app.command;

import dev.purser.server.authz.AuthorizationMode;

import picocli.CommandLine.Option;

import java.util.List;

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

    /// @throws CommandFailure when there is no such mode
    List<AuthorizationMode> modes() {
        try {
            return AuthorizationMode.of(names);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--authorization-mode: " + e.getMessage(), e);
        }
    }
}
