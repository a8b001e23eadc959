package dev.purser.server.admission.security;

import dev.purser.server.admission.security.check.LevelVersion;

/// What holds where namespaces say nothing, and who is let through
/// (`pod-security.admission.config.k8s.io/v1` PodSecurityConfiguration).
///
/// @param policy of namespaces without labels
public record PodSecuritySettings(NamespacePolicy policy, Exemptions exemptions) {
    /// Everything is allowed unless a namespace asks for more.
    public static PodSecuritySettings defaults() {
        return new PodSecuritySettings(NamespacePolicy.privileged(), Exemptions.none());
    }

    /// The same with these levels for namespaces without labels.
    public PodSecuritySettings withDefaults(
            LevelVersion enforce, LevelVersion audit, LevelVersion warn) {
        return new PodSecuritySettings(new NamespacePolicy(enforce, audit, warn), exemptions);
    }

    public PodSecuritySettings withExemptions(Exemptions others) {
        return new PodSecuritySettings(policy, others);
    }
}
