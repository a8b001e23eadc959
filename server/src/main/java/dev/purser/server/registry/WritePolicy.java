package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    private static final Set<GroupResource> CREATED_BY_PUT =
            resources(
                    "leases.coordination.k8s.io",
                    "events",
                    "events.events.k8s.io",
                    "endpoints",
                    "limitranges",
                    "services",
                    "roles.rbac.authorization.k8s.io",
                    "rolebindings.rbac.authorization.k8s.io",
                    "clusterroles.rbac.authorization.k8s.io",
                    "clusterrolebindings.rbac.authorization.k8s.io",
                    "runtimeclasses.node.k8s.io");

    private static final Set<GroupResource> VERSION_NEEDED =
            resources(
                    "leases.coordination.k8s.io",
                    "customresourcedefinitions.apiextensions.k8s.io",
                    "apiservices.apiregistration.k8s.io",
                    "csidrivers.storage.k8s.io",
                    "csinodes.storage.k8s.io",
                    "csistoragecapacities.storage.k8s.io",
                    "volumeattachments.storage.k8s.io",
                    "runtimeclasses.node.k8s.io",
                    "poddisruptionbudgets.policy",
                    "clustertrustbundles.certificates.k8s.io",
                    "podcertificaterequests.certificates.k8s.io",
                    "storageversionmigrations.storagemigration.k8s.io",
                    "mutatingadmissionpolicies.admissionregistration.k8s.io",
                    "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                    "validatingadmissionpolicies.admissionregistration.k8s.io",
                    "validatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "validatingwebhookconfigurations.admissionregistration.k8s.io");

    private static final Set<GroupResource> ANSWERED_WITH_OBJECT =
            resources(
                    "namespaces",
                    "pods",
                    "services",
                    "serviceaccounts",
                    "persistentvolumes",
                    "persistentvolumeclaims",
                    "podtemplates",
                    "resourcequotas",
                    "csidrivers.storage.k8s.io",
                    "csinodes.storage.k8s.io",
                    "storageclasses.storage.k8s.io",
                    "volumeattachments.storage.k8s.io",
                    "volumeattributesclasses.storage.k8s.io",
                    "deviceclasses.resource.k8s.io",
                    "resourceclaims.resource.k8s.io",
                    "resourceclaimtemplates.resource.k8s.io",
                    "resourceslices.resource.k8s.io");

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

    /// Resources by their names with the group behind: `roles.rbac.authorization.k8s.io`.
    private static Set<GroupResource> resources(String... names) {
        return Arrays.stream(names)
                .map(name -> {
                    int dot = name.indexOf('.');
                    return dot < 0
                            ? new GroupResource("", name)
                            : new GroupResource(name.substring(dot + 1), name.substring(0, dot));
                })
                .collect(Collectors.toUnmodifiableSet());
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
