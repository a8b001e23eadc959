package dev.purser.server.admission.plugin;

import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.authz.RbacEscalation;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Random;

/// The plugins of a server, in Kubernetes' order. They are the same with and without controllers: a
/// server alone refuses pods in a namespace that has no service account, as kube-apiserver does.
public final class AdmissionPlugins {
    private AdmissionPlugins() {}

    /// @param random names what plugins add
    public static List<AdmissionPlugin> inOrder(
            ObjectSource objects, RbacEscalation escalation, Random random) {
        return List.of(
                new NamespaceLifecycle(objects),
                new LimitRanger(objects),
                new ServiceAccount(objects, random),
                new TaintNodesByCondition(),
                new Priority(objects),
                new DefaultTolerationSeconds(),
                new RbacGrants(escalation));
    }
}
