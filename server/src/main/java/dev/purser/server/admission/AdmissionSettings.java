package dev.purser.server.admission;

import dev.purser.server.admission.plugin.EventLimit;
import dev.purser.server.admission.plugin.TolerationLimits;
import dev.purser.server.admission.security.PodSecuritySettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which plugins have their say, and how they are set. Immutable.
///
/// @param nodeSelectors of PodNodeSelector
/// @param tolerations of PodTolerationRestriction
/// @param eventLimits of EventRateLimit
public record AdmissionSettings(
        Set<KnownPlugin> plugins,
        PodSecuritySettings podSecurity,
        Map<String, String> nodeSelectors,
        TolerationLimits tolerations,
        List<EventLimit> eventLimits) {
    public AdmissionSettings {
        plugins = Set.copyOf(plugins);
        nodeSelectors = Map.copyOf(nodeSelectors);
        eventLimits = List.copyOf(eventLimits);
    }

    /// As Kubernetes has it without options and files.
    public static AdmissionSettings defaults() {
        return new AdmissionSettings(
                Set.copyOf(KnownPlugin.defaults()),
                PodSecuritySettings.defaults(),
                Map.of(),
                TolerationLimits.none(),
                List.of());
    }

    /// The same with other plugins, and none besides.
    public AdmissionSettings withPlugins(Set<KnownPlugin> others) {
        return new AdmissionSettings(others, podSecurity, nodeSelectors, tolerations, eventLimits);
    }
}
