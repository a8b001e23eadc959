package dev.purser.node.probe;

import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;

/// Probes running containers. Thread-safe.
public interface Prober {
    /// Begins to probe one life of a container: the startup probe until it succeeds, then readiness
    /// and liveness. Does nothing for one that is being probed.
    void start(Target target, Listener listener);

    /// Ends all probes of one life of a container.
    void stop(String containerId);

    /// What is probed.
    ///
    /// @param address of the pod
    /// @param isStarted whether the startup probe has succeeded already
    /// @param isAdopted whether an earlier process started the container
    record Target(
            PodSpec pod,
            ContainerSpec container,
            String containerId,
            String address,
            boolean isStarted,
            boolean isAdopted) {}

    /// Hears of results that change something; called from the probes' threads.
    interface Listener {
        void started(String containerId);

        void ready(String containerId);

        void unready(String containerId);

        /// The container is to be stopped, and restarted if its policy says so.
        void failed(String containerId, Purpose purpose);
    }

    /// What a probe decides.
    enum Purpose {
        STARTUP("startupProbe", "Startup", "startup"),
        READINESS("readinessProbe", "Readiness", "readiness"),
        LIVENESS("livenessProbe", "Liveness", "liveness");

        private final String field;
        private final String title;
        private final String word;

        Purpose(String field, String title, String word) {
            this.field = field;
            this.title = title;
            this.word = word;
        }

        /// The field of a container.
        public String field() {
            return field;
        }

        /// How events begin.
        public String title() {
            return title;
        }

        /// How messages call it.
        public String word() {
            return word;
        }
    }
}
