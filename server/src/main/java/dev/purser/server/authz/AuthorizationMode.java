package dev.purser.server.authz;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The authorizers that a server may ask, under the names of kube-apiserver's
/// `--authorization-mode`.
public enum AuthorizationMode {
    /// What nodes need for their pods.
    NODE("Node"),
    /// What roles allow.
    RBAC("RBAC"),
    /// Everything is allowed.
    ALWAYS_ALLOW("AlwaysAllow"),
    /// Nothing is allowed, but to administrators.
    ALWAYS_DENY("AlwaysDeny");

    private static final Set<String> NOT_HERE = Set.of("ABAC", "Webhook");

    private final String name;

    AuthorizationMode(String name) {
        this.name = name;
    }

    /// What Purser asks unless it is told otherwise.
    public static List<AuthorizationMode> standard() {
        return List.of(NODE, RBAC);
    }

    /// The modes of these names, in this order.
    ///
    /// @throws IllegalArgumentException with Kubernetes' message when one is unknown or twice there
    public static List<AuthorizationMode> of(List<String> names) {
        List<AuthorizationMode> modes = names.stream().map(AuthorizationMode::of).toList();
        if (modes.isEmpty()) {
            throw new IllegalArgumentException("at least one authorization-mode must be passed");
        }
        if (new HashSet<>(modes).size() < modes.size()) {
            throw new IllegalArgumentException(
                    "authorization-mode %s has mode specified more than once"
                            .formatted(
                                    names.stream()
                                            .map(name -> "\"" + name + "\"")
                                            .collect(Collectors.joining(" ", "[", "]"))));
        }
        return modes;
    }

    private static AuthorizationMode of(String name) {
        for (AuthorizationMode mode : values()) {
            if (mode.name.equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                NOT_HERE.contains(name)
                        ? "authorization-mode %s is not supported by Purser: use Node,RBAC"
                                .formatted(name)
                        : "authorization-mode \"%s\" is not a valid mode".formatted(name));
    }

    /// As the option has it.
    public String kubernetesName() {
        return name;
    }

    /// As it stands before the reasons of its authorizer.
    public String title() {
        return name.toLowerCase(Locale.ROOT);
    }
}
