package dev.purser.api.kind.registration;

import dev.purser.api.kind.VersionKinds;
import java.time.InstantSource;

/// The kinds of the apiregistration group.
public final class RegistrationKinds {
    private RegistrationKinds() {}

    /// @param clock tells since when a service is available
    public static VersionKinds all(InstantSource clock) {
        return VersionKinds.of("apiregistration.k8s.io", "v1")
                .with("APIService", new ApiServiceRules(clock));
    }
}
