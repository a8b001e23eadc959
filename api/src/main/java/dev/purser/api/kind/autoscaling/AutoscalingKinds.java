package dev.purser.api.kind.autoscaling;

import dev.purser.api.kind.VersionKinds;
import java.util.List;

/// The kinds of the autoscaling group.
public final class AutoscalingKinds {
    private AutoscalingKinds() {}

    public static List<VersionKinds> all() {
        return List.of(VersionKinds.of("autoscaling", "v1").with("Scale", new ScaleRules()));
    }
}
