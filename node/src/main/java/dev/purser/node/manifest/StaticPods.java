package dev.purser.node.manifest;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.event.EventRecorder;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.pod.Pods;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what the files say: a thread of its own follows them, hands their pods to their loops, and
/// tells [MirrorPods] what the API is to show. A pod whose file changed is another pod, and begins
/// once nothing of the one before it runs any more. Thread-safe.
public final class StaticPods implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StaticPods.class);

    /// Even if nothing is announced, the files are looked at so often.
    private static final Duration RESCAN = Duration.ofSeconds(20);

    private static final Duration REPLACEMENT_POLL = Duration.ofMillis(50);

    private final ManifestFiles files;
    private final ManifestChanges changes;
    private final Pods pods;
    private final CriRuntime runtime;
    private final MirrorPods mirrors;
    private final Map<String, KubeObject> running = new HashMap<>();
    private final Set<String> ending = new HashSet<>();

    /// Whether a pod cannot begin before another of its name has ended.
    private boolean isWaiting;

    private @Nullable Thread thread;

    /// @param path a directory, or one file; need not exist yet
    /// @param node the Node object, which events about files are attached to
    public StaticPods(
            Path path,
            StaticPodReader reader,
            Pods pods,
            CriRuntime runtime,
            MirrorPods mirrors,
            EventRecorder events,
            KubeObject node) {
        this.pods = pods;
        this.runtime = runtime;
        this.mirrors = mirrors;
        this.changes = new ManifestChanges(path);
        this.files =
                new ManifestFiles(
                        path,
                        reader,
                        message -> {
                            LOG.error("Static pod not taken over: {}", message);
                            events.warning(node, "InvalidStaticPod", message);
                        });
    }

    /// Takes the pods over that there are now, and follows the files from then on.
    public synchronized void start() {
        apply();
        thread = Thread.ofVirtual().name("static-pods").start(this::run);
    }

    /// The uids of the pods that are to run.
    public synchronized Set<String> uids() {
        Set<String> uids = new HashSet<>();
        running.values().forEach(each -> uids.add(each.uid()));
        return uids;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                changes.await(isSettled() ? RESCAN : REPLACEMENT_POLL);
                apply();
            }
        } catch (InterruptedException e) {
            LOG.debug("Static pods are no longer followed");
        }
    }

    private synchronized boolean isSettled() {
        return ending.isEmpty() && !isWaiting;
    }

    private synchronized void apply() {
        Map<String, KubeObject> wanted;
        try {
            wanted = files.pods();
        } catch (IOException e) {
            LOG.error("The static pods cannot be read: {}", e.toString());
            return;
        }
        endUnwanted(wanted);
        isWaiting = false;
        for (Map.Entry<String, KubeObject> each : wanted.entrySet()) {
            begin(each.getKey(), each.getValue());
        }
        mirrors.keepOnly(names(wanted));
    }

    /// Mirrors of pods that still end stay.
    private Set<String> names(Map<String, KubeObject> wanted) {
        Set<String> names = new HashSet<>(wanted.keySet());
        names.addAll(running.keySet());
        return names;
    }

    private void endUnwanted(Map<String, KubeObject> wanted) {
        for (Map.Entry<String, KubeObject> each : Map.copyOf(running).entrySet()) {
            KubeObject now = wanted.get(each.getKey());
            String uid = each.getValue().uid();
            if (now != null && now.uid().equals(uid)) {
                continue;
            }
            if (ending.add(uid)) {
                LOG.info("Static pod {} ends", each.getKey());
                pods.remove(each.getValue());
            }
            if (!pods.holds(uid)) {
                ending.remove(uid);
                running.remove(each.getKey());
            }
        }
    }

    private void begin(String name, KubeObject pod) {
        KubeObject before = running.get(name);
        if (before == null && isOccupied(pod)) {
            isWaiting = true;
            return;
        }
        if (before != null && (before.equals(pod) || !before.uid().equals(pod.uid()))) {
            return;
        }
        LOG.info("Static pod {} as of {}", name, pod.uid());
        running.put(name, pod);
        mirrors.show(pod);
        pods.set(pod.copy());
    }

    /// Whether another pod of this name still runs, as one that an earlier process knew.
    private boolean isOccupied(KubeObject pod) {
        PodIdentity own = PodIdentity.of(pod);
        try {
            return runtime.sandboxes().stream()
                    .filter(each -> each.isReady() && !each.pod().uid().equals(own.uid()))
                    .anyMatch(each ->
                            each.pod().name().equals(own.name())
                                    && each.pod().namespace().equals(own.namespace()));
        } catch (CriException e) {
            LOG.warn("The runtime does not tell what runs: {}", e.getMessage());
            return true;
        }
    }

    /// The pods go on running.
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
        changes.close();
    }
}
