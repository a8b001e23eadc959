package dev.purser.api.kind.networking;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;

/// The kinds of the networking group.
public final class NetworkingKinds {
    private NetworkingKinds() {}

    /// @param goForm shows parts of objects in messages
    public static VersionKinds all(GoForm goForm) {
        return VersionKinds.of("networking.k8s.io", "v1")
                .with("IPAddress", new IpAddressRules())
                .with("Ingress", new IngressRules())
                .with("IngressClass", new IngressClassRules())
                .with("NetworkPolicy", new NetworkPolicyRules())
                .with("ServiceCIDR", new ServiceCidrRules(goForm));
    }
}
