package dev.purser.api.kind.event;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.meta.GroupVersionKind;
import java.util.List;
import java.util.Map;

/// Events, in both their groups.
public final class EventKinds {
    private static final String EVENT = "Event";
    private static final String GROUP = "events.k8s.io";

    private EventKinds() {}

    /// @param goForm shows parts of Events in messages
    public static List<VersionKinds> all(GoForm goForm) {
        EventConversion conversion = new EventConversion();
        KindVersions versions =
                new KindVersions(
                        new GroupVersionKind("", "v1", EVENT),
                        Map.of(new GroupVersionKind(GROUP, "v1", EVENT), conversion));
        return List.of(
                VersionKinds.of("", "v1").with(EVENT, new EventRules(versions)),
                VersionKinds.of(GROUP, "v1")
                        .with(EVENT, new StrictEventRules(versions, conversion, goForm)));
    }
}
