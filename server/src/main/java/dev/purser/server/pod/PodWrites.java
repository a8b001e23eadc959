package dev.purser.server.pod;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import dev.purser.server.registry.WriteRequest.DryRun;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;

/// Makes the requests by which the server itself changes a pod on somebody's behalf, who has been
/// allowed what led to it.
record PodWrites(Resources resources) {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final Identity SERVER = Identity.of("system:apiserver", Identity.MASTERS);

    /// @param verb `update` or `delete`
    WriteRequest request(WriteRequest cause, String verb, String pod, DryRun dryRun) {
        return new WriteRequest(
                pods(),
                SERVER,
                new Attributes(verb, "", "v1", "pods", "", cause.attributes().namespace(), pod, ""),
                cause.fieldManager(),
                dryRun,
                cause.warnings());
    }

    ServedResource pods() {
        return resources
                .find(PODS)
                .orElseThrow(() -> new IllegalStateException("pods are not served"));
    }
}
