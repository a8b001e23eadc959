package dev.purser.api.kind.pod;

import dev.purser.api.kind.VersionKinds;

/// The kinds that are Pods, or nothing but what makes them.
public final class PodKinds {
    private PodKinds() {}

    public static VersionKinds all(PodRules pods, PodTemplates templates) {
        return VersionKinds.of("", "v1")
                .with("Pod", pods)
                .with("PodTemplate", new PodTemplateRules(templates));
    }
}
