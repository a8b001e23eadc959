package dev.purser.server.bootstrap;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.server.object.ObjectSource;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The ServiceCIDR `kubernetes`, from which Services have their addresses, and the IPAddresses that
/// are missing of it.
public final class ServiceRange {
    /// Who owns the status of the ServiceCIDR.
    public static final String STATUS_MANAGER = "kubernetes-service-cidr-controller";

    static final String RANGE = "10.96.0.0/16";

    private static final GroupVersionResource RANGES =
            new GroupVersionResource("networking.k8s.io", "v1", "servicecidrs");
    private static final GroupVersionResource ADDRESSES =
            new GroupVersionResource("networking.k8s.io", "v1", "ipaddresses");
    private static final GroupVersionKind KIND =
            new GroupVersionKind("networking.k8s.io", "v1", "ServiceCIDR");
    private static final String NAME = "kubernetes";

    private final Api api;
    private final ObjectSource source;
    private final InstantSource clock;

    /// @param api acts with the rights of `system:masters`
    public ServiceRange(Api api, ObjectSource source, InstantSource clock) {
        this.api = api;
        this.source = source;
        this.clock = clock;
    }

    /// Makes the range when it is missing, says that it is ready, and makes the addresses.
    ///
    /// @param statusApi writes the status, as [#STATUS_MANAGER]
    /// @param addresses IPAddresses to make
    public void ensure(Api statusApi, List<KubeObject> addresses) {
        KubeObject range = source.find(RANGES, "", NAME).orElseGet(this::create);
        if (range.status().path("conditions").isEmpty()) {
            setReady(range);
            statusApi.updateStatus(RANGES, range);
        }
        addresses.forEach(address -> api.create(ADDRESSES, address));
    }

    private KubeObject create() {
        KubeObject range = KubeObject.named(KIND, "", NAME);
        range.spec().putArray("cidrs").add(RANGE);
        return api.create(RANGES, range);
    }

    private void setReady(KubeObject range) {
        range.status()
                .putArray("conditions")
                .addObject()
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("message", "Kubernetes default Service CIDR is ready")
                .put("status", "True")
                .put("type", "Ready");
    }
}
