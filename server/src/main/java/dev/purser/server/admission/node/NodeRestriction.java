package dev.purser.server.admission.node;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.node.NodeName;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Optional;

/// Refuses what a node has no business to write. Says nothing about others.
public final class NodeRestriction implements AdmissionPlugin {
    private static final String LEASE_NAMESPACE = "kube-node-lease";

    /// What a node may report about a claim: how large its volume has become.
    private static final List<String> REPORTED =
            List.of("capacity", "conditions", "allocatedResourceStatuses", "allocatedResources");

    private final NodePods pods;
    private final NodeCredentials credentials;

    public NodeRestriction(ObjectSource objects, Authorizer authorizer) {
        this.pods = new NodePods(objects);
        this.credentials = new NodeCredentials(objects, authorizer);
    }

    @Override
    public void mutate(AdmissionRequest request) {
        Optional<String> node = NodeName.of(request.identity());
        if (node.isEmpty() || request.operation() == Operation.CONNECT) {
            return;
        }
        if (node.get().isEmpty()) {
            throw request.forbidden(
                    "could not determine node from user \"%s\""
                            .formatted(request.identity().name()));
        }
        check(new NodeWrite(request, node.get()));
    }

    private void check(NodeWrite write) {
        GroupResource resource =
                new GroupResource(
                        write.request().attributes().group(),
                        write.request().attributes().resource());
        switch (resource.toString()) {
            case "pods" -> pods.check(write);
            case "nodes" -> OwnNode.check(write);
            case "persistentvolumeclaims" -> checkClaim(write);
            case "serviceaccounts" -> credentials.checkToken(write);
            case "podcertificaterequests.certificates.k8s.io" ->
                    credentials.checkPodCertificate(write);
            case "certificatesigningrequests.certificates.k8s.io" ->
                    credentials.checkSigningRequest(write);
            case "leases.coordination.k8s.io" -> checkLease(write);
            case "csinodes.storage.k8s.io" -> checkDrivers(write);
            case "resourceslices.resource.k8s.io" -> checkDevices(write);
            default -> {
                // The Node authorizer's rules are enough.
            }
        }
    }

    private static void checkLease(NodeWrite write) {
        write.require(
                write.namespace().equals(LEASE_NAMESPACE),
                "can only access leases in the \"" + LEASE_NAMESPACE + "\" system namespace");
        write.require(
                write.request().name().equals(write.node()),
                "can only access node lease with the same name as the requesting node");
    }

    private static void checkDrivers(NodeWrite write) {
        write.require(
                write.request().name().equals(write.node()),
                "can only access CSINode with the same name as the requesting node");
        write.require(
                !write.subresource().equals("status"), "CSIVolumeHealth feature gate is disabled");
    }

    private static void checkDevices(NodeWrite write) {
        switch (write.operation()) {
            case CREATE ->
                    write.require(
                            write.isHere(write.object()),
                            "can only create ResourceSlice with the same NodeName as the requesting node");
            case DELETE ->
                    write.require(
                            write.isHere(write.old()),
                            "can only delete ResourceSlice with the same NodeName as the requesting node");
            case UPDATE, CONNECT -> {
                // The authorizer knows the slices of each node.
            }
        }
    }

    private static void checkClaim(NodeWrite write) {
        write.require(write.subresource().equals("status"), "may only update PVC status");
        if (write.operation() != Operation.UPDATE) {
            throw write.unexpected();
        }
        write.require(
                withoutReport(write.object()).equals(withoutReport(write.old())),
                "node %s is not allowed to update fields other than status.quantity and status.conditions");
    }

    private static KubeObject withoutReport(KubeObject claim) {
        KubeObject rest = claim.copy();
        rest.metadata().remove(List.of("resourceVersion", "managedFields"));
        rest.status().remove(REPORTED);
        return rest;
    }
}
