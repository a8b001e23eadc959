package dev.purser.node.source;

import dev.purser.api.meta.KubeObject;
import java.util.Set;

/// The ConfigMaps and Secrets that the pods of this node name. Thread-safe.
///
/// An object is known as long as some pod holds it. Whoever resolves a pod's environment or
/// prepares its volumes holds the pod first.
public interface ConfigSource extends AutoCloseable {
    /// Begins to follow every object that this pod names; one that the pod no longer names is given
    /// up. Returns at once, and may be called for every change of the pod.
    ///
    /// What a pod begins to name is as new as the pod even when another pod holds it: the pod finds
    /// nothing older than itself. That matters most for immutable objects, which are not watched
    /// and may have been deleted and made again under the same name.
    void hold(KubeObject pod);

    /// Gives up the objects of a pod; those that no other pod names are forgotten.
    void release(String podUid);

    /// What is known about an object that some pod holds. Waits a short, bounded time for the first
    /// answer of the server.
    Lookup get(ConfigKey key) throws InterruptedException;

    /// Calls the listener after every change of a held object, from the thread that reads the
    /// watch: the listener must return fast.
    void addListener(Listener listener);

    /// Ends every watch. Files that pods have mounted keep their content.
    @Override
    void close();

    /// Hears of changes.
    @FunctionalInterface
    interface Listener {
        void changed(Change change);
    }

    /// An object appeared, changed, or vanished.
    ///
    /// @param podUids the pods that name it
    record Change(ConfigKey key, Kind kind, Set<String> podUids) {
        public Change {
            podUids = Set.copyOf(podUids);
        }

        /// What happened.
        public enum Kind {
            APPEARED,
            CHANGED,
            VANISHED
        }
    }
}
