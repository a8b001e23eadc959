package dev.purser.server.admission;

import dev.purser.server.admission.security.PodSecuritySettings;

import java.util.Set;

/// Which plugins have their say, and how they are set. Immutable.
public record AdmissionSettings(Set<KnownPlugin> plugins, PodSecuritySettings podSecurity) {
    public AdmissionSettings {
        plugins = Set.copyOf(plugins);
    }

    /// As Kubernetes has it without options and files.
    public static AdmissionSettings defaults() {
        return new AdmissionSettings(
                Set.copyOf(KnownPlugin.defaults()), PodSecuritySettings.defaults());
    }

    public AdmissionSettings withPlugins(Set<KnownPlugin> others) {
        return new AdmissionSettings(others, podSecurity);
    }

    public AdmissionSettings withPodSecurity(PodSecuritySettings others) {
        return new AdmissionSettings(plugins, others);
    }
}
