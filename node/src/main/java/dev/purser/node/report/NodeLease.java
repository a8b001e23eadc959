package dev.purser.node.report;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.time.Timestamps;
import java.time.Instant;
import java.time.InstantSource;

/// The lease by which a node shows that it is alive.
final class NodeLease {
    private static final GroupVersionResource LEASES =
            new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final GroupVersionKind LEASE =
            new GroupVersionKind("coordination.k8s.io", "v1", "Lease");
    private static final String NAMESPACE = "kube-node-lease";

    private final Api api;
    private final InstantSource clock;
    private final String nodeName;
    private final int seconds;

    /// @param seconds after which the node counts as gone unless it renews the lease
    NodeLease(Api api, InstantSource clock, String nodeName, int seconds) {
        this.seconds = seconds;
        this.api = api;
        this.clock = clock;
        this.nodeName = nodeName;
    }

    /// Renews the lease, or makes it.
    void renew(KubeObject node) {
        Instant now = clock.instant();
        try {
            KubeObject lease = api.get(LEASES, NAMESPACE, nodeName);
            fill(lease, now);
            api.update(LEASES, lease);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
            KubeObject lease = KubeObject.named(LEASE, NAMESPACE, nodeName);
            lease.metadata()
                    .putArray("ownerReferences")
                    .addObject()
                    .put("apiVersion", "v1")
                    .put("kind", "Node")
                    .put("name", nodeName)
                    .put("uid", node.uid());
            fill(lease, now);
            api.create(LEASES, lease);
        }
    }

    private void fill(KubeObject lease, Instant now) {
        lease.spec()
                .put("holderIdentity", nodeName)
                .put("leaseDurationSeconds", seconds)
                .put("renewTime", Timestamps.micros(now));
    }
}
