package dev.purser.node.source;

import dev.purser.api.meta.KubeObject;
import java.util.Set;

/// A [ConfigSource] that needs to know no more of a pod than what it names.
interface KeyedSource extends ConfigSource {
    /// What a pod names.
    ///
    /// @param version of the pod; 0 for one that has none, as tests and files make them: what there
    ///   is will do for it
    record Names(Set<ConfigKey> keys, long version) {
        static final Names NONE = new Names(Set.of(), 0);

        static Names of(KubeObject pod) {
            return new Names(
                    PodReferences.of(pod), ResourceVersions.parse(pod.resourceVersion(), 0));
        }
    }

    /// Follows what a pod names from now on.
    void hold(String podUid, Names names);

    @Override
    default void hold(KubeObject pod) {
        hold(pod.uid(), Names.of(pod));
    }

    @Override
    default void release(String podUid) {
        hold(podUid, Names.NONE);
    }
}
