package dev.purser.server.admission.security;

import java.util.Set;

/// Who and what is let through unseen.
///
/// @param users by name; not those for whom controllers make pods
/// @param namespaces by name
/// @param runtimeClasses by name
public record Exemptions(Set<String> users, Set<String> namespaces, Set<String> runtimeClasses) {
    public Exemptions {
        users = Set.copyOf(users);
        namespaces = Set.copyOf(namespaces);
        runtimeClasses = Set.copyOf(runtimeClasses);
    }

    static Exemptions none() {
        return new Exemptions(Set.of(), Set.of(), Set.of());
    }
}
