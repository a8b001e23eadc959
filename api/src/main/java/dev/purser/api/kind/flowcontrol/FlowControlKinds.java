package dev.purser.api.kind.flowcontrol;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;

/// The kinds of the flowcontrol group.
public final class FlowControlKinds {
    static final String GROUP = "flowcontrol.apiserver.k8s.io";

    private FlowControlKinds() {}

    /// @param goForm shows parts of objects in messages
    public static VersionKinds all(GoForm goForm) {
        BootstrapFlows bootstrap = BootstrapFlows.load();
        return VersionKinds.of(GROUP, "v1")
                .with("FlowSchema", new FlowSchemaRules(bootstrap, goForm))
                .with("PriorityLevelConfiguration", new PriorityLevelRules(bootstrap, goForm));
    }
}
