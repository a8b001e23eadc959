package dev.purser.app.manifest;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Waits until what was applied runs: Deployments until all their pods are new and available, Pods
/// until they are ready or done.
public final class Rollout {
    private static final GroupVersionResource DEPLOYMENTS =
            new GroupVersionResource("apps", "v1", "deployments");
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private final Api api;
    private final InstantSource clock;
    private final Consumer<String> progress;

    /// @param progress gets a line whenever the state of what is waited for changes
    public Rollout(Api api, InstantSource clock, Consumer<String> progress) {
        this.api = api;
        this.clock = clock;
        this.progress = progress;
    }

    /// Whether this object is of a kind that has a rollout.
    public static boolean concerns(Applier.Applied applied) {
        return applied.resource().equals(DEPLOYMENTS) || applied.resource().equals(PODS);
    }

    /// Waits for one object.
    ///
    /// @throws ManifestException when it is not rolled out in time; the message says how far it
    ///   came
    public void await(Applier.Applied applied, Duration timeout) throws InterruptedException {
        KubeObject target = applied.live();
        var deadline = clock.instant().plus(timeout);
        String last = state(target).orElse("");
        WatchOptions options = new WatchOptions("", "metadata.name=" + target.name(), "");
        try (Watch watch = api.watch(applied.resource(), target.namespace(), options)) {
            while (clock.instant().isBefore(deadline) && !watch.isClosed()) {
                Optional<Watch.Event> event = watch.next(Duration.ofMillis(500));
                if (event.isEmpty() || event.get().type() == Watch.Type.BOOKMARK) {
                    continue;
                }
                Optional<String> state = state(event.get().object());
                if (state.isEmpty()) {
                    return;
                }
                if (!state.get().equals(last)) {
                    last = state.get();
                    progress.accept(last);
                }
            }
        }
        throw new ManifestException(
                "%s is not rolled out after %d s: %s; see 'kubectl describe' and 'kubectl get events'"
                        .formatted(target, timeout.toSeconds(), last));
    }

    /// What is still missing; empty when nothing is.
    private static Optional<String> state(KubeObject object) {
        return object.kind().equals("Pod") ? podState(object) : deploymentState(object);
    }

    private static Optional<String> deploymentState(KubeObject deployment) {
        JsonNode status = deployment.json().path("status");
        long wanted = deployment.json().path("spec").path("replicas").asLong(1);
        long updated = status.path("updatedReplicas").asLong(0);
        long available = status.path("availableReplicas").asLong(0);
        long all = status.path("replicas").asLong(0);
        boolean seen = status.path("observedGeneration").asLong(0) >= deployment.generation();
        if (seen && updated == wanted && available == wanted && all == wanted) {
            return Optional.empty();
        }
        return Optional.of(
                "deployment %s: %d of %d pods available"
                        .formatted(
                                deployment.name(),
                                seen ? Math.min(updated, available) : 0,
                                wanted));
    }

    private static Optional<String> podState(KubeObject pod) {
        JsonNode status = pod.json().path("status");
        String phase = status.path("phase").asString("Pending");
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asString().equals("Ready")
                    && condition.path("status").asString().equals("True")) {
                return Optional.empty();
            }
        }
        return phase.equals("Succeeded")
                ? Optional.empty()
                : Optional.of("pod %s: %s".formatted(pod.name(), phase));
    }
}
