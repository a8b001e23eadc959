package dev.purser.api.kind.apps;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.kind.pod.PodTemplates;

/// The kinds of the apps group.
public final class AppsKinds {
    private AppsKinds() {}

    /// @param goForm shows parts of objects in messages
    public static VersionKinds all(PodTemplates templates, GoForm goForm) {
        WorkloadSpec workload = new WorkloadSpec(templates);
        return VersionKinds.of("apps", "v1")
                .with("DaemonSet", new DaemonSetRules(workload))
                .with("Deployment", new DeploymentRules(workload, goForm))
                .with("ReplicaSet", new ReplicaSetRules(workload))
                .with("StatefulSet", new StatefulSetRules(workload));
    }
}
