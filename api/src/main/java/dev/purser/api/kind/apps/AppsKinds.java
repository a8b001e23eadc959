package dev.purser.api.kind.apps;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.kind.pod.PodTemplates;
import java.util.List;

/// The kinds of the apps group, and the one of the core group that they have replaced.
public final class AppsKinds {
    private AppsKinds() {}

    /// @param goForm shows parts of objects in messages
    public static List<VersionKinds> all(PodTemplates templates, GoForm goForm) {
        WorkloadSpec workload = new WorkloadSpec(templates);
        return List.of(
                VersionKinds.of("", "v1")
                        .with("ReplicationController", new ReplicationControllerRules(workload)),
                VersionKinds.of("apps", "v1")
                        .with("ControllerRevision", new ControllerRevisionRules())
                        .with("DaemonSet", new DaemonSetRules(workload, goForm))
                        .with("Deployment", new DeploymentRules(workload, goForm))
                        .with("ReplicaSet", new ReplicaSetRules(workload))
                        .with("StatefulSet", StatefulSetRules.of(workload, goForm)));
    }
}
