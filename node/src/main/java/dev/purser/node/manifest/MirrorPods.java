package dev.purser.node.manifest;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.DeleteOptions;
import dev.purser.client.node.NodeStreams.PodKey;
import dev.purser.node.pod.PodStatusWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// The pods by which the API shows static ones: makes them, makes those anew that somebody deletes
/// or that show another state of the file, removes those that show nothing, and writes their
/// statuses, all on a thread of its own, so that static pods never wait for the API. Thread-safe.
public final class MirrorPods implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorPods.class);
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration RETRY_PAUSE_MAX = Duration.ofSeconds(30);

    private final Api api;
    private final String nodeName;
    private final PodStatusWriter statuses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Mirrored> mirrored = new HashMap<>();
    private final Map<String, KubeObject> shown = new HashMap<>();
    private final Set<String> dirty = new HashSet<>();
    private boolean isComplete;
    private @Nullable Thread thread;

    /// A static pod.
    ///
    /// @param status what its loop says of it; null before the first word
    /// @param written the status that the API has, and the uid of the mirror that has it
    private record Mirrored(KubeObject pod, @Nullable ObjectNode status, String written) {}

    /// @param statuses writes the statuses of pods that the API has
    public MirrorPods(Api api, String nodeName, PodStatusWriter statuses) {
        this.api = api;
        this.nodeName = nodeName;
        this.statuses = statuses;
    }

    public void start() {
        thread = Thread.ofVirtual().name("mirror-pods").start(this::run);
    }

    /// A static pod that the API is to show from now on.
    void show(KubeObject pod) {
        change(() -> {
            mirrored.put(name(pod), new Mirrored(pod, null, ""));
            dirty.add(name(pod));
        });
    }

    /// All static pods of now; the mirrors of others go.
    ///
    /// @param names `namespace/name`
    void keepOnly(Set<String> names) {
        change(() -> {
            isComplete = true;
            mirrored.keySet().retainAll(names);
            shown.keySet().stream().filter(each -> !names.contains(each)).forEach(dirty::add);
        });
    }

    /// There are no static pods, and there will be none.
    public void showNone() {
        keepOnly(Set.of());
    }

    /// The API has this mirror pod, or a newer state of it.
    public void seen(KubeObject mirror) {
        change(() -> {
            shown.put(name(mirror), mirror);
            dirty.add(name(mirror));
        });
    }

    /// The API has this mirror pod no longer.
    public void gone(KubeObject mirror) {
        change(() -> {
            KubeObject last = shown.get(name(mirror));
            if (last != null && last.uid().equals(mirror.uid())) {
                shown.remove(name(mirror));
            }
            dirty.add(name(mirror));
        });
    }

    /// Writes statuses: those of static pods to their mirrors, the others to the pods themselves.
    public PodStatusWriter statusWriter() {
        return new Statuses();
    }

    /// The static pod that a mirror stands for, with its status; empty when the key is no mirror's.
    public Optional<KubeObject> behind(PodKey mirror) {
        lock.lock();
        try {
            String name = mirror.namespace() + "/" + mirror.name();
            Mirrored own = mirrored.get(name);
            KubeObject seen = shown.get(name);
            boolean isSeen = seen != null && seen.uid().equals(mirror.uid());
            if (own == null || (!isSeen && !own.pod().uid().equals(mirror.uid()))) {
                return Optional.empty();
            }
            KubeObject pod = own.pod().copy();
            if (own.status() != null) {
                pod.json().set("status", own.status().deepCopy());
            }
            return Optional.of(pod);
        } finally {
            lock.unlock();
        }
    }

    private static String name(KubeObject pod) {
        return pod.namespace() + "/" + pod.name();
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = RETRY_PAUSE;
        try {
            while (true) {
                if (reconcileAll(takeDirty())) {
                    pause = RETRY_PAUSE;
                } else {
                    Thread.sleep(pause);
                    Duration doubled = pause.multipliedBy(2);
                    pause = doubled.compareTo(RETRY_PAUSE_MAX) < 0 ? doubled : RETRY_PAUSE_MAX;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Mirror pods are no longer kept");
        }
    }

    private Set<String> takeDirty() throws InterruptedException {
        lock.lock();
        try {
            while (dirty.isEmpty() || !isComplete) {
                changed.await(1, TimeUnit.MINUTES);
            }
            Set<String> names = Set.copyOf(dirty);
            dirty.clear();
            return names;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the API heard of everything; what it did not is dirty again.
    private boolean reconcileAll(Set<String> names) {
        boolean isDone = true;
        for (String name : names) {
            try {
                reconcile(name);
            } catch (ApiUnavailableException | StatusException e) {
                LOG.warn(
                        "The mirror of static pod {} is not as it should be: {}",
                        name,
                        e.getMessage());
                isDone = false;
                change(() -> dirty.add(name));
            }
        }
        return isDone;
    }

    private void reconcile(String name) {
        Mirrored own;
        KubeObject mirror;
        lock.lock();
        try {
            own = mirrored.get(name);
            mirror = shown.get(name);
        } finally {
            lock.unlock();
        }
        if (mirror != null && !isRight(mirror, own)) {
            delete(mirror);
            mirror = null;
        }
        if (own == null) {
            return;
        }
        if (mirror == null) {
            mirror = create(own.pod());
            seen(mirror);
        }
        writeStatus(name, own, mirror);
    }

    private static boolean isRight(KubeObject mirror, @Nullable Mirrored own) {
        return own != null
                && mirror.deletionTimestamp().isEmpty()
                && own.pod().uid().equals(mirror.annotations().get(StaticPodReader.MIRROR));
    }

    private void delete(KubeObject mirror) {
        LOG.info("Deleting mirror pod {}", name(mirror));
        api.deleteIfExists(
                ObjectRef.of(PODS, mirror),
                DeleteOptions.ofUid(mirror.uid()).withGracePeriodSeconds(0));
        gone(mirror);
    }

    private KubeObject create(KubeObject pod) {
        KubeObject mirror = pod.copy();
        mirror.metadata().remove("uid");
        mirror.metadata().withObject("/annotations").put(StaticPodReader.MIRROR, pod.uid());
        mirror.metadata()
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", nodeName)
                .put("uid", api.get(NODES, "", nodeName).uid())
                .put("controller", true);
        try {
            return api.create(PODS, mirror);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.ALREADY_EXISTS) {
                throw e;
            }
            KubeObject there = api.get(PODS, pod.namespace(), pod.name());
            if (pod.uid().equals(there.annotations().get(StaticPodReader.MIRROR))) {
                return there;
            }
            throw e;
        }
    }

    private void writeStatus(String name, Mirrored own, KubeObject mirror) {
        ObjectNode status = own.status();
        if (status == null) {
            return;
        }
        String text = mirror.uid() + status;
        if (text.equals(own.written())) {
            return;
        }
        statuses.write(mirror, status);
        change(() ->
                mirrored.computeIfPresent(
                        name, (_, now) -> new Mirrored(now.pod(), now.status(), text)));
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private final class Statuses implements PodStatusWriter {
        @Override
        public void write(KubeObject pod, ObjectNode status) {
            if (!StaticPodReader.isStatic(pod)) {
                statuses.write(pod, status);
                return;
            }
            change(() -> {
                mirrored.computeIfPresent(
                        name(pod),
                        (_, own) ->
                                own.pod().uid().equals(pod.uid())
                                        ? new Mirrored(own.pod(), status.deepCopy(), own.written())
                                        : own);
                dirty.add(name(pod));
            });
        }

        /// A static pod ends when its file goes; there is no object that waits for its end.
        @Override
        public void delete(KubeObject pod) {
            if (!StaticPodReader.isStatic(pod)) {
                statuses.delete(pod);
            }
        }
    }
}
