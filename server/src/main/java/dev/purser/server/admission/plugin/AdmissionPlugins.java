package dev.purser.server.admission.plugin;

import dev.purser.api.resource.Catalog;
import dev.purser.server.admission.AdmissionChain;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.node.NodeRestriction;
import dev.purser.server.admission.policy.Completion;
import dev.purser.server.admission.policy.MutatingPolicies;
import dev.purser.server.admission.policy.PolicySurroundings;
import dev.purser.server.admission.policy.ValidatingPolicies;
import dev.purser.server.admission.quota.ResourceQuota;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.RbacEscalation;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.object.StatusSink;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// The plugins of a server, in Kubernetes' order. They are the same with and without controllers: a
/// server alone refuses pods in a namespace that has no service account, as kube-apiserver does.
public final class AdmissionPlugins {
    private AdmissionPlugins() {}

    /// What plugins work with.
    ///
    /// @param objects what the cluster holds
    /// @param statuses where what is counted is written down
    /// @param catalog all resources as they are now
    /// @param completion reads objects again that policies have changed
    public record Cluster(
            ObjectSource objects,
            StatusSink statuses,
            Supplier<Catalog> catalog,
            Completion completion) {}

    /// Who may do what.
    ///
    /// @param escalation what may be granted to others
    public record Access(Authorizer authorizer, RbacEscalation escalation) {}

    /// @param random names what plugins add
    public static List<AdmissionPlugin> inOrder(
            Cluster cluster, Access access, InstantSource clock, Random random) {
        ObjectSource objects = cluster.objects();
        Authorizer authorizer = access.authorizer();
        List<AdmissionPlugin> plugins = new ArrayList<>(inTree(objects, access, random));
        AdmissionChain inTree = new AdmissionChain(plugins);
        plugins.add(
                new MutatingPolicies(
                        new PolicySurroundings(objects, cluster.catalog(), authorizer),
                        cluster.completion(),
                        inTree::mutate));
        plugins.add(
                new ValidatingPolicies(
                        new PolicySurroundings(objects, cluster.catalog(), authorizer)));
        plugins.add(new ResourceQuota(objects, cluster.statuses(), clock));
        return plugins;
    }

    /// What Kubernetes itself wants of objects, before policies and webhooks have their say.
    private static List<AdmissionPlugin> inTree(
            ObjectSource objects, Access access, Random random) {
        Authorizer authorizer = access.authorizer();
        return List.of(
                new NamespaceLifecycle(objects),
                new LimitRanger(objects),
                new ServiceAccount(objects, random),
                new NodeRestriction(objects, authorizer),
                new TaintNodesByCondition(),
                new Priority(objects),
                new DefaultTolerationSeconds(),
                new DefaultStorageClass(objects),
                new StorageObjectInUseProtection(),
                new PersistentVolumeClaimResize(objects),
                new RuntimeClass(objects),
                new CertificateRequester(),
                new CertificateApproval(authorizer),
                new CertificateSigning(authorizer),
                new ClusterTrustBundleAttest(authorizer),
                new CertificateSubjectRestriction(),
                new DefaultIngressClass(objects),
                new PodTopologyLabels(objects),
                new PodResizeValidator(objects),
                new RbacGrants(access.escalation()));
    }
}
