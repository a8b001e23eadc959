package dev.purser.api.kind.autoscaling;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.meta.GroupVersionKind;
import java.util.List;
import java.util.Map;

/// The kinds of the autoscaling group, in both its versions.
public final class AutoscalingKinds {
    private static final String GROUP = "autoscaling";
    private static final String AUTOSCALER = "HorizontalPodAutoscaler";

    private AutoscalingKinds() {}

    /// @param goForm writes what annotations hold in the form of Go's structs
    public static List<VersionKinds> all(GoForm goForm) {
        AutoscalerConversion conversion = new AutoscalerConversion(goForm);
        KindVersions versions =
                new KindVersions(
                        new GroupVersionKind(GROUP, "v2", AUTOSCALER),
                        Map.of(new GroupVersionKind(GROUP, "v1", AUTOSCALER), conversion));
        AutoscalerRules rules = new AutoscalerRules(versions);
        return List.of(
                VersionKinds.of(GROUP, "v1")
                        .with("Scale", new ScaleRules())
                        .with(AUTOSCALER, new OldAutoscalerRules(rules, conversion)),
                VersionKinds.of(GROUP, "v2").with(AUTOSCALER, rules));
    }
}
