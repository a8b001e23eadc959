package dev.purser.api.kind.builtin;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.apps.DaemonSetRules;
import dev.purser.api.kind.apps.DeploymentRules;
import dev.purser.api.kind.apps.ReplicaSetRules;
import dev.purser.api.kind.apps.ScaleRules;
import dev.purser.api.kind.apps.StatefulSetRules;
import dev.purser.api.kind.apps.WorkloadSpec;
import dev.purser.api.kind.core.ConfigMapRules;
import dev.purser.api.kind.core.EventRules;
import dev.purser.api.kind.core.LeaseRules;
import dev.purser.api.kind.core.NamespaceRules;
import dev.purser.api.kind.core.NodeRules;
import dev.purser.api.kind.core.SecretRules;
import dev.purser.api.kind.pod.EphemeralContainersRules;
import dev.purser.api.kind.pod.PodRules;
import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.kind.rbac.RoleBindingRules;
import dev.purser.api.kind.rbac.RoleRules;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.Scope;
import dev.purser.api.schema.Schemas;
import dev.purser.api.validation.NameFormat;
import java.util.Map;
import java.util.Set;

/// The rules of every built-in kind. Immutable and thread-safe.
///
/// Kinds with rules of their own are listed here; the others follow [GenericRules], which the
/// catalog decides about.
public final class Kinds {
    private static final String APPS = "apps";
    private static final String RBAC = "rbac.authorization.k8s.io";

    /// Resources whose changes Kubernetes counts in `metadata.generation`, beside those with rules
    /// of their own.
    private static final Set<String> COUNTED =
            Set.of(
                    "podtemplates",
                    "replicationcontrollers",
                    "cronjobs.batch",
                    "jobs.batch",
                    "ingresses.networking.k8s.io",
                    "ingressclasses.networking.k8s.io",
                    "networkpolicies.networking.k8s.io",
                    "poddisruptionbudgets.policy",
                    "customresourcedefinitions.apiextensions.k8s.io",
                    "priorityclasses.scheduling.k8s.io",
                    "endpointslices.discovery.k8s.io",
                    "flowschemas.flowcontrol.apiserver.k8s.io",
                    "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
                    "deviceclasses.resource.k8s.io",
                    "resourceslices.resource.k8s.io",
                    "mutatingadmissionpolicies.admissionregistration.k8s.io",
                    "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                    "validatingadmissionpolicies.admissionregistration.k8s.io",
                    "validatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "validatingwebhookconfigurations.admissionregistration.k8s.io");

    private final Catalog catalog;
    private final Map<GroupVersionKind, KindRules> own;
    private final KindRules ephemeralContainers;

    /// The rules of the kinds in this catalog.
    ///
    /// @param schemas the shapes of the kinds, which some messages show
    public Kinds(Catalog catalog, Schemas schemas) {
        this.catalog = catalog;
        GoForm goForm = new GoForm(schemas);
        WorkloadSpec workload = new WorkloadSpec(new PodTemplates(goForm));
        PodRules pods = new PodRules(goForm);
        this.ephemeralContainers = new EphemeralContainersRules(pods, goForm);
        this.own =
                Map.ofEntries(
                        Map.entry(core("ConfigMap"), new ConfigMapRules()),
                        Map.entry(core("Event"), new EventRules()),
                        Map.entry(core("Namespace"), new NamespaceRules()),
                        Map.entry(core("Node"), new NodeRules()),
                        Map.entry(core("Pod"), pods),
                        Map.entry(core("Secret"), new SecretRules()),
                        Map.entry(apps("DaemonSet"), new DaemonSetRules(workload)),
                        Map.entry(apps("Deployment"), new DeploymentRules(workload, goForm)),
                        Map.entry(apps("ReplicaSet"), new ReplicaSetRules(workload)),
                        Map.entry(apps("StatefulSet"), new StatefulSetRules(workload)),
                        Map.entry(
                                new GroupVersionKind("coordination.k8s.io", "v1", "Lease"),
                                new LeaseRules()),
                        Map.entry(
                                new GroupVersionKind("autoscaling", "v1", "Scale"),
                                new ScaleRules()),
                        Map.entry(rbac("Role"), new RoleRules(Scope.NAMESPACED)),
                        Map.entry(rbac("ClusterRole"), new RoleRules(Scope.CLUSTER)),
                        Map.entry(
                                rbac("RoleBinding"),
                                new RoleBindingRules(Scope.NAMESPACED, goForm)),
                        Map.entry(
                                rbac("ClusterRoleBinding"),
                                new RoleBindingRules(Scope.CLUSTER, goForm)));
    }

    /// The rules of a kind; generic ones for a kind that nobody knows.
    public KindRules rules(GroupVersionKind kind) {
        KindRules rules = own.get(kind);
        return rules != null ? rules : generic(kind);
    }

    /// The rules of updates through `pods/ephemeralcontainers`.
    public KindRules ephemeralContainers() {
        return ephemeralContainers;
    }

    private KindRules generic(GroupVersionKind kind) {
        return catalog.find(kind)
                .map(type ->
                        new GenericRules(
                                NameFormat.SUBDOMAIN,
                                type.hasStatus(),
                                isCounted(type.groupResource())))
                .orElseGet(() -> new GenericRules(NameFormat.SUBDOMAIN, false, false));
    }

    private static boolean isCounted(GroupResource resource) {
        return COUNTED.contains(resource.toString());
    }

    private static GroupVersionKind core(String kind) {
        return new GroupVersionKind("", "v1", kind);
    }

    private static GroupVersionKind apps(String kind) {
        return new GroupVersionKind(APPS, "v1", kind);
    }

    private static GroupVersionKind rbac(String kind) {
        return new GroupVersionKind(RBAC, "v1", kind);
    }
}
