package dev.purser.controllers.testing;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/// Says of every bound pod that it runs, and lets go of those that are deleted. Stands in for the
/// kubelets of all nodes.
public final class FakeNode implements AutoCloseable {
    private final Api api;
    private final Timers timers;
    private final Informer pods;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;
    private volatile Predicate<KubeObject> runs = pod -> true;
    private volatile Predicate<KubeObject> ends = pod -> true;

    FakeNode(Api api, Timers timers) {
        this.api = api;
        this.timers = timers;
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("fake-node", queue, this::reconcile);
        this.pods =
                new Informer(api, InformerOptions.all(Resources.PODS), timers, new Random(1))
                        .withHandler(new ChangeHandler(pod -> queue.add(ObjectKey.of(pod))));
        pods.start();
        loop.start(1);
    }

    /// Which pods become ready from now on.
    public void runOnly(Predicate<KubeObject> chosen) {
        runs = chosen;
        pods.cache().list().forEach(pod -> queue.add(ObjectKey.of(pod)));
    }

    /// Which deleted pods end from now on.
    public void endOnly(Predicate<KubeObject> chosen) {
        ends = chosen;
        pods.cache().list().forEach(pod -> queue.add(ObjectKey.of(pod)));
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> cached = pods.cache().get(key);
        if (cached.isEmpty() || cached.get().spec().path("nodeName").asString("").isEmpty()) {
            return;
        }
        KubeObject pod = cached.get();
        if (pod.deletionTimestamp().isPresent()) {
            if (ends.test(pod)) {
                end(pod);
            }
        } else if (PodStates.phase(pod).equals("Pending") && runs.test(pod)) {
            api.updateStatus(Resources.PODS, running(pod));
        }
    }

    private void end(KubeObject pod) {
        try {
            api.delete(
                    Api.ObjectRef.of(Resources.PODS, pod),
                    DeleteOptions.ofUid(pod.uid()).withGracePeriodSeconds(0));
        } catch (StatusException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    private KubeObject running(KubeObject pod) {
        KubeObject running = pod.copy();
        running.status().put("phase", "Running");
        running.status()
                .withArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("lastTransitionTime", Timestamps.seconds(timers.instant()));
        return running;
    }

    @Override
    public void close() {
        loop.close();
        pods.close();
    }
}
