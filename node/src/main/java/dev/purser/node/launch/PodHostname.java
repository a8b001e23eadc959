package dev.purser.node.launch;

import dev.purser.node.spec.PodSpec;
import java.io.IOException;

/// What a pod's processes take for the name of their machine, as kubelet makes it of `hostname`,
/// `subdomain`, `setHostnameAsFQDN` and `hostnameOverride`.
///
/// @param host one label, or what the pod puts in its place
/// @param domain empty when the pod has none
record PodHostname(String host, String domain) {
    /// The longest label that Linux takes.
    private static final int HOST_MAX = 63;

    /// The longest name that Linux takes.
    private static final int NAME_MAX = 64;

    private static final String CLUSTER_DOMAIN = "cluster.local";

    static PodHostname of(PodSpec pod) {
        if (pod.json().hasNonNull("hostnameOverride")) {
            return new PodHostname(cut(pod.json().path("hostnameOverride").asString("")), "");
        }
        String asked = pod.json().path("hostname").asString("");
        String subdomain = pod.json().path("subdomain").asString("");
        return new PodHostname(
                cut(asked.isEmpty() ? pod.identity().name() : asked),
                subdomain.isEmpty()
                        ? ""
                        : "%s.%s.svc.%s"
                                .formatted(subdomain, pod.identity().namespace(), CLUSTER_DOMAIN));
    }

    private static String cut(String name) {
        return name.length() <= HOST_MAX
                ? name
                : name.substring(0, HOST_MAX).replaceAll("[-.]+$", "");
    }

    String fullName() {
        return domain.isEmpty() ? host : host + "." + domain;
    }

    /// The name that the kernel is told.
    ///
    /// @throws IOException when the pod wants its full name there, and that is too long
    String ofKernel(PodSpec pod) throws IOException {
        if (!pod.json().path("setHostnameAsFQDN").asBoolean(false)) {
            return host;
        }
        if (fullName().length() > NAME_MAX) {
            throw new IOException(
                    "failed to construct FQDN from pod hostname and cluster domain, FQDN %s is too long (%d characters is the max, %d characters requested)"
                            .formatted(fullName(), NAME_MAX, fullName().length()));
        }
        return fullName();
    }
}
