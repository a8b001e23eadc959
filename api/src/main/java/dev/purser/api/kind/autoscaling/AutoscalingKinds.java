package dev.purser.api.kind.autoscaling;

import dev.purser.api.kind.VersionKinds;
import java.util.List;

/// The kinds of the autoscaling group, in both its versions.
public final class AutoscalingKinds {
    private static final String GROUP = "autoscaling";
    private static final String AUTOSCALER = "HorizontalPodAutoscaler";

    private AutoscalingKinds() {}

    public static List<VersionKinds> all() {
        AutoscalerRules rules = new AutoscalerRules();
        return List.of(
                VersionKinds.of(GROUP, "v1")
                        .with("Scale", new ScaleRules())
                        .with(AUTOSCALER, new OldAutoscalerRules(rules)),
                VersionKinds.of(GROUP, "v2").with(AUTOSCALER, rules));
    }
}
