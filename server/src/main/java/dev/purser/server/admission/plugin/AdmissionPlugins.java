package dev.purser.server.admission.plugin;

import dev.purser.api.resource.Catalog;
import dev.purser.server.admission.AdmissionChain;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.KnownPlugin;
import dev.purser.server.admission.node.NodeRestriction;
import dev.purser.server.admission.policy.Completion;
import dev.purser.server.admission.policy.MutatingPolicies;
import dev.purser.server.admission.policy.PolicySurroundings;
import dev.purser.server.admission.policy.ValidatingPolicies;
import dev.purser.server.admission.quota.ResourceQuota;
import dev.purser.server.admission.security.PodSecurity;
import dev.purser.server.admission.webhook.MutatingWebhooks;
import dev.purser.server.admission.webhook.ValidatingWebhooks;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.RbacEscalation;
import dev.purser.server.meter.Counters;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.object.StatusSink;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Makes the plugins of a server, in Kubernetes' order. They are the same with and without
/// controllers: a server alone refuses pods in a namespace that has no service account, as
/// kube-apiserver does.
public final class AdmissionPlugins {
    private final Cluster cluster;
    private final Access access;
    private final AdmissionSettings settings;
    private final InstantSource clock;
    private final Random random;

    /// What plugins work with.
    ///
    /// @param objects what the cluster holds
    /// @param statuses where what is counted is written down
    /// @param catalog all resources as they are now
    /// @param completion reads objects again that policies have changed
    /// @param counters what is shown as metrics
    /// @param namespaceMaker makes a namespace of a name; content when there is one
    public record Cluster(
            ObjectSource objects,
            StatusSink statuses,
            Supplier<Catalog> catalog,
            Completion completion,
            Counters counters,
            Consumer<String> namespaceMaker) {}

    /// Who may do what.
    ///
    /// @param escalation what may be granted to others
    public record Access(Authorizer authorizer, RbacEscalation escalation) {}

    /// @param random names what plugins add
    public AdmissionPlugins(
            Cluster cluster,
            Access access,
            AdmissionSettings settings,
            InstantSource clock,
            Random random) {
        this.cluster = cluster;
        this.access = access;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /// Those that the settings ask for, and what Kubernetes' registry checks by itself.
    public List<AdmissionPlugin> inOrder() {
        List<AdmissionPlugin> plugins =
                new ArrayList<>(
                        List.of(new CertificateRequester(), new RbacGrants(access.escalation())));
        for (KnownPlugin name : KnownPlugin.values()) {
            if (settings.plugins().contains(name)) {
                plugins.add(plugin(name, List.copyOf(plugins)));
            }
        }
        return plugins;
    }

    private AdmissionPlugin plugin(KnownPlugin name, List<AdmissionPlugin> before) {
        ObjectSource objects = cluster.objects();
        Authorizer authorizer = access.authorizer();
        return switch (name) {
            case ALWAYS_ADMIT, POD_GROUP_PROTECTION, NODE_DECLARED_FEATURE_VALIDATOR ->
                    new AlwaysAdmit();
            case NAMESPACE_AUTO_PROVISION ->
                    new NamespaceAutoProvision(objects, cluster.namespaceMaker());
            case NAMESPACE_EXISTS -> new NamespaceExists(objects);
            case LIMIT_POD_HARD_ANTI_AFFINITY_TOPOLOGY -> new LimitPodHardAntiAffinityTopology();
            case ALWAYS_PULL_IMAGES -> new AlwaysPullImages();
            case POD_NODE_SELECTOR -> new PodNodeSelector(objects, settings.nodeSelectors());
            case POD_TOLERATION_RESTRICTION ->
                    new PodTolerationRestriction(objects, settings.tolerations());
            case EVENT_RATE_LIMIT -> new EventRateLimit(settings.eventLimits(), clock);
            case EXTENDED_RESOURCE_TOLERATION -> new ExtendedResourceToleration();
            case OWNER_REFERENCES_PERMISSION_ENFORCEMENT ->
                    new OwnerReferencesPermissionEnforcement(authorizer, cluster.catalog());
            case DENY_SERVICE_EXTERNAL_IPS -> new DenyServiceExternalIps();
            case NAMESPACE_LIFECYCLE -> new NamespaceLifecycle(objects);
            case LIMIT_RANGER -> new LimitRanger(objects);
            case SERVICE_ACCOUNT -> new ServiceAccount(objects, random);
            case NODE_RESTRICTION -> new NodeRestriction(objects, authorizer);
            case TAINT_NODES_BY_CONDITION -> new TaintNodesByCondition();
            case POD_SECURITY ->
                    new PodSecurity(settings.podSecurity(), objects, cluster.counters(), clock);
            case PRIORITY -> new Priority(objects);
            case DEFAULT_TOLERATION_SECONDS -> new DefaultTolerationSeconds();
            case DEFAULT_STORAGE_CLASS -> new DefaultStorageClass(objects);
            case STORAGE_OBJECT_IN_USE_PROTECTION -> new StorageObjectInUseProtection();
            case PERSISTENT_VOLUME_CLAIM_RESIZE -> new PersistentVolumeClaimResize(objects);
            case RUNTIME_CLASS -> new RuntimeClass(objects);
            case CERTIFICATE_APPROVAL -> new CertificateApproval(authorizer);
            case CERTIFICATE_SIGNING -> new CertificateSigning(authorizer);
            case CLUSTER_TRUST_BUNDLE_ATTEST -> new ClusterTrustBundleAttest(authorizer);
            case CERTIFICATE_SUBJECT_RESTRICTION -> new CertificateSubjectRestriction();
            case DEFAULT_INGRESS_CLASS -> new DefaultIngressClass(objects);
            case POD_TOPOLOGY_LABELS -> new PodTopologyLabels(objects);
            case POD_RESIZE_VALIDATOR -> new PodResizeValidator(objects);
            case MUTATING_ADMISSION_POLICY ->
                    new MutatingPolicies(
                            policySurroundings(),
                            cluster.completion(),
                            new AdmissionChain(before)::mutate);
            case MUTATING_ADMISSION_WEBHOOK ->
                    new MutatingWebhooks(
                            policySurroundings(),
                            cluster.completion(),
                            again(before),
                            cluster.counters(),
                            random);
            case VALIDATING_ADMISSION_WEBHOOK ->
                    new ValidatingWebhooks(policySurroundings(), cluster.counters(), random);
            case VALIDATING_ADMISSION_POLICY -> new ValidatingPolicies(policySurroundings());
            case RESOURCE_QUOTA -> new ResourceQuota(objects, cluster.statuses(), clock);
            case ALWAYS_DENY -> new AlwaysDeny();
        };
    }

    /// Lets plugins have their say again; policies only if they want it.
    private static Consumer<AdmissionRequest> again(List<AdmissionPlugin> plugins) {
        return request ->
                plugins.forEach(plugin -> {
                    if (plugin instanceof MutatingPolicies policies) {
                        policies.mutateAgain(request);
                    } else {
                        plugin.mutate(request);
                    }
                });
    }

    private PolicySurroundings policySurroundings() {
        return new PolicySurroundings(cluster.objects(), cluster.catalog(), access.authorizer());
    }
}
