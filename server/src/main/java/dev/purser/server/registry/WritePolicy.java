package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import java.util.Map;
import java.util.Set;

/// How a resource is created, updated and deleted where Kubernetes' resources differ, as their
/// strategies in `kubernetes/pkg/registry` say.
///
/// @param creation whether a PUT may create the object
/// @param update whether a PUT may leave out the version
/// @param collection what becomes of dependents when nobody says
/// @param deletion what a successful deletion answers
record WritePolicy(
        CreateOnUpdate creation, Unconditional update, Dependents collection, Deleted deletion) {

    enum CreateOnUpdate {
        ALLOWED,
        REFUSED
    }

    enum Unconditional {
        ALLOWED,
        REFUSED
    }

    /// The default for objects that the deleted one owns.
    enum Dependents {
        COLLECTED,
        ORPHANED,
        /// Nothing is ever owned by such objects: no finalizers for the garbage collector.
        NONE
    }

    enum Deleted {
        STATUS,
        OBJECT
    }

    private static final String RBAC = "rbac.authorization.k8s.io";

    private static final Set<GroupResource> CREATED_BY_PUT =
            Set.of(
                    new GroupResource("coordination.k8s.io", "leases"),
                    new GroupResource("", "events"),
                    new GroupResource("events.k8s.io", "events"),
                    new GroupResource("", "endpoints"),
                    new GroupResource("", "limitranges"),
                    new GroupResource("", "services"),
                    new GroupResource("", "podtemplates"),
                    new GroupResource(RBAC, "roles"),
                    new GroupResource(RBAC, "rolebindings"),
                    new GroupResource(RBAC, "clusterroles"),
                    new GroupResource(RBAC, "clusterrolebindings"));

    private static final Set<GroupResource> VERSION_NEEDED =
            Set.of(
                    new GroupResource("coordination.k8s.io", "leases"),
                    new GroupResource("apiextensions.k8s.io", "customresourcedefinitions"),
                    new GroupResource("apiregistration.k8s.io", "apiservices"),
                    new GroupResource("storage.k8s.io", "csidrivers"),
                    new GroupResource("storage.k8s.io", "csinodes"),
                    new GroupResource("storage.k8s.io", "volumeattachments"),
                    new GroupResource("node.k8s.io", "runtimeclasses"),
                    new GroupResource(
                            "admissionregistration.k8s.io", "validatingwebhookconfigurations"),
                    new GroupResource(
                            "admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
                    new GroupResource(
                            "admissionregistration.k8s.io", "validatingadmissionpolicies"),
                    new GroupResource(
                            "admissionregistration.k8s.io", "validatingadmissionpolicybindings"),
                    new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas"),
                    new GroupResource(
                            "flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"));

    private static final Set<GroupResource> ANSWERED_WITH_OBJECT =
            Set.of(
                    new GroupResource("", "pods"),
                    new GroupResource("", "services"),
                    new GroupResource("", "serviceaccounts"),
                    new GroupResource("", "persistentvolumes"),
                    new GroupResource("", "persistentvolumeclaims"),
                    new GroupResource("", "podtemplates"),
                    new GroupResource("", "resourcequotas"),
                    new GroupResource("storage.k8s.io", "storageclasses"),
                    new GroupResource("storage.k8s.io", "csidrivers"),
                    new GroupResource("storage.k8s.io", "csinodes"),
                    new GroupResource("storage.k8s.io", "volumeattachments"));

    private static final Map<GroupResource, Dependents> DEPENDENTS =
            Map.of(
                    new GroupResource("batch", "jobs"), Dependents.ORPHANED,
                    new GroupResource("", "replicationcontrollers"), Dependents.ORPHANED,
                    new GroupResource("", "events"), Dependents.NONE,
                    new GroupResource("events.k8s.io", "events"), Dependents.NONE);

    /// The policy of every custom resource.
    static WritePolicy custom() {
        return new WritePolicy(
                CreateOnUpdate.REFUSED,
                Unconditional.REFUSED,
                Dependents.COLLECTED,
                Deleted.STATUS);
    }

    /// The policy of a built-in resource.
    static WritePolicy of(GroupResource resource) {
        return new WritePolicy(
                CREATED_BY_PUT.contains(resource) ? CreateOnUpdate.ALLOWED : CreateOnUpdate.REFUSED,
                VERSION_NEEDED.contains(resource) ? Unconditional.REFUSED : Unconditional.ALLOWED,
                DEPENDENTS.getOrDefault(resource, Dependents.COLLECTED),
                ANSWERED_WITH_OBJECT.contains(resource) ? Deleted.OBJECT : Deleted.STATUS);
    }
}
