package dev.purser.node.pod;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.cri.RuntimeEvents;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.launch.Cgroups;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.volume.PodVolumes;
import dev.purser.node.volume.VolumeFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All pods of this node, each with its loop. Thread-safe.
public final class Pods
        implements RuntimeEvents.Listener, ConfigSource.Listener, PodVolumes.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Pods.class);

    /// After an end was announced, the runtime's own answers may lag behind by so much.
    private static final List<Duration> EXIT_LAGS =
            List.of(Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofMillis(500));

    private static final Duration SHUTDOWN_POLL = Duration.ofMillis(20);

    private final PodServices services;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private volatile boolean isHolding;

    public Pods(PodServices services) {
        this.services = services;
        services.configs().addListener(this);
        services.limits().allocations().addListener(this::wake);
    }

    /// A pod was bound to this node, or has changed.
    public void set(KubeObject pod) {
        PodSpec spec = new PodSpec(pod);
        String uid = spec.identity().uid();
        PodWorker known = workers.get(uid);
        if (known != null) {
            known.update(spec);
            return;
        }
        if (isHolding) {
            return;
        }
        PodWorker worker = new PodWorker(services, spec, () -> workers.remove(uid));
        workers.put(uid, worker);
        worker.start(spec);
    }

    /// A pod's object is gone.
    public void remove(KubeObject pod) {
        PodWorker worker = workers.get(pod.uid());
        if (worker != null) {
            worker.removed();
        }
    }

    /// Removes from the node what belongs to pods that no longer exist, or no longer run here.
    ///
    /// @param uids of all pods of this node
    public void removeOthers(Set<String> uids) {
        PodRemains remains = new PodRemains(services);
        Set<PodIdentity> strangers = new HashSet<>();
        for (Sandbox sandbox : services.runtime().sandboxes()) {
            if (!uids.contains(sandbox.pod().uid())) {
                strangers.add(sandbox.pod());
            }
        }
        for (PodIdentity pod : strangers) {
            LOG.info("Removing pod {}, which no longer exists", pod.display());
            remains.removeStranger(pod);
        }
        services.limits().allocations().retain(uids);
        services.volumes().podUids().stream()
                .filter(uid -> !uids.contains(uid))
                .forEach(services.volumes()::tearDown);
        Cgroups.removePodsExcept(services.host().cgroupRoot(), uids);
    }

    /// Has the pod looked at.
    void wake(String uid) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.wake();
        }
    }

    @Override
    public void ranOutOfMemory(String id) {
        exited(id);
    }

    @Override
    public void exited(String id) {
        Collection<PodWorker> concerned =
                workers.values().stream().filter(worker -> worker.hasSeen(id)).toList();
        // What nobody has seen yet was started a moment ago, by any of them.
        Collection<PodWorker> woken = concerned.isEmpty() ? workers.values() : concerned;
        woken.forEach(PodWorker::wake);
        for (Duration lag : EXIT_LAGS) {
            var _ = services.timers().after(lag, () -> woken.forEach(PodWorker::wake));
        }
    }

    @Override
    public void imagesChanged() {
        workers.values().forEach(PodWorker::retry);
    }

    @Override
    public void resumed() {
        workers.values().forEach(PodWorker::wake);
    }

    @Override
    public void changed(ConfigSource.Change change) {
        for (String uid : change.podUids()) {
            PodWorker worker = workers.get(uid);
            if (worker != null) {
                worker.configChanged();
            }
        }
    }

    @Override
    public void failed(String podUid, VolumeFailure failure) {
        PodWorker worker = workers.get(podUid);
        if (worker != null) {
            services.events().warning(worker.pod().pod(), failure.reason(), failure.message());
        }
    }

    /// Containers see their files for themselves.
    @Override
    public void updated(String podUid, String volume) {}

    /// Ends all loops and leaves the pods running.
    public void stop() {
        workers.values().forEach(PodWorker::stop);
        workers.clear();
    }

    /// Whether the node still has to do with a pod.
    public boolean holds(String uid) {
        return workers.containsKey(uid);
    }

    /// The pods of which something runs, or is to run.
    public List<PodSpec> active() {
        return workers.values().stream()
                .filter(each -> !each.hasEnded())
                .map(PodWorker::pod)
                .filter(each -> !each.isFinished())
                .toList();
    }

    /// The uids of pods of which nothing runs any more, though their objects are there.
    public Set<String> ended() {
        return workers.values().stream()
                .filter(PodWorker::hasEnded)
                .map(each -> each.pod().identity().uid())
                .collect(Collectors.toSet());
    }

    /// From now on pods that come to this node wait until another agent takes them on.
    public void holdNew() {
        isHolding = true;
    }

    /// Ends a pod and removes it from the node; its object stays, and it runs again when the node
    /// comes back.
    ///
    /// @param graceLimit the longest that its containers may take to end
    public void putAway(String uid, Duration graceLimit) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.shutDown(graceLimit);
        }
    }

    /// Ends a pod for good: it fails, and its status says why.
    ///
    /// @param graceLimit the longest that its containers may take to end
    public void kill(String uid, Verdict verdict, Duration graceLimit) {
        PodWorker worker = workers.get(uid);
        if (worker != null) {
            worker.kill(verdict, graceLimit);
        }
    }

    /// Waits until nothing of these pods runs any more.
    ///
    /// @return whether that was in time
    public boolean awaitEnd(Collection<String> uids, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (uids.stream().anyMatch(this::isRunning)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(SHUTDOWN_POLL);
        }
        return true;
    }

    private boolean isRunning(String uid) {
        PodWorker worker = workers.get(uid);
        return worker != null && !worker.hasEnded();
    }

    /// Stops all pods and removes them from the node, also those that have ended; their objects
    /// stay.
    ///
    /// @param limit for all together
    /// @return whether all were gone in time
    public boolean shutDown(Duration limit) throws InterruptedException {
        holdNew();
        Set<String> uids = Set.copyOf(workers.keySet());
        uids.forEach(uid -> putAway(uid, limit));
        return awaitEnd(uids, limit);
    }
}
