package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timers;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.ContainerResources;
import dev.purser.node.environment.FileSource;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The volumes of this node's pods: prepares them, and from then on carries every change of the
/// [ConfigSource] into their files at once.
public final class NodeVolumes implements PodVolumes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeVolumes.class);

    private static final int ENVIRONMENT_FILE_MAX = 1 << 20;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final PodLayout layout;
    private final VolumeHost host;
    private final ServiceAccountTokens tokens;
    private final VolumeSetUp setUp;
    private final SubPaths subPaths;
    private final ConcurrentMap<String, PodEntry> pods = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /// @param root the node's directory; `pods` lies below it
    public NodeVolumes(
            Path root,
            VolumeHost host,
            ConfigSource source,
            ServiceAccountTokens tokens,
            ContainerResources resources) {
        this.layout = new PodLayout(root);
        this.host = host;
        this.tokens = tokens;
        this.setUp = new VolumeSetUp(layout, host, new ProjectedContent(source, tokens, resources));
        this.subPaths = new SubPaths(layout, host);
        source.addListener(this::noteChange);
    }

    /// Calls the listener for what happens after preparations.
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public Map<String, Path> prepare(KubeObject pod) throws VolumeException, InterruptedException {
        PodEntry entry = lockForPreparation(pod.uid());
        try {
            entry.describe(pod.copy());
            List<VolumeFailure> failures = new ArrayList<>();
            for (VolumeSpec spec : entry.specs()) {
                try {
                    apply(entry, spec);
                } catch (SetUpException e) {
                    failures.add(VolumeFailure.setUp(spec.name(), e.getMessage()));
                }
            }
            scheduleRenewal(entry);
            if (!failures.isEmpty()) {
                throw new VolumeException(failures);
            }
            return Map.copyOf(entry.ready());
        } finally {
            entry.lock().unlock();
        }
    }

    /// The pod's entry, locked; never one that a tear down has just given up.
    private PodEntry lockForPreparation(String podUid) throws InterruptedException {
        while (true) {
            PodEntry entry = pods.computeIfAbsent(podUid, uid -> new PodEntry());
            entry.lock().lockInterruptibly();
            if (!entry.isTornDown()) {
                return entry;
            }
            entry.lock().unlock();
        }
    }

    private void apply(PodEntry entry, VolumeSpec spec)
            throws SetUpException, InterruptedException {
        VolumeSetUp.Result result = setUp.setUp(entry.pod(), spec);
        boolean inUse = entry.ready().put(spec.name(), result.path()) != null;
        if (inUse && result.changed()) {
            String uid = entry.pod().uid();
            listeners.forEach(listener -> listener.updated(uid, spec.name()));
        }
    }

    private void noteChange(ConfigSource.Change change) {
        for (String uid : change.podUids()) {
            PodEntry entry = pods.get(uid);
            if (entry != null && entry.note(change)) {
                inBackground(() -> applyChanges(entry));
            }
        }
    }

    private void inBackground(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("the volumes are closed; their files keep their content");
        }
    }

    private void applyChanges(PodEntry entry) {
        entry.lock().lock();
        try {
            Map<ConfigKey, ConfigSource.Change.Kind> changes = entry.takeChanges();
            refresh(
                    entry,
                    volume -> volume.keys().stream().anyMatch(changes::containsKey),
                    problem -> !isOnlyVanishing(changes));
        } finally {
            entry.lock().unlock();
        }
    }

    /// An object that is deleted while pods use it leaves their files as they are, and is nothing
    /// to warn of.
    private static boolean isOnlyVanishing(Map<ConfigKey, ConfigSource.Change.Kind> changes) {
        return changes.values().stream()
                .allMatch(kind -> kind == ConfigSource.Change.Kind.VANISHED);
    }

    private void refresh(
            PodEntry entry,
            Predicate<VolumeSpec.Projected> concerned,
            Predicate<VolumeFailure> worthTelling) {
        if (entry.isTornDown()) {
            return;
        }
        for (VolumeSpec.Projected volume : entry.projectedInUse()) {
            if (concerned.test(volume)) {
                try {
                    apply(entry, volume);
                } catch (SetUpException e) {
                    VolumeFailure failure = VolumeFailure.setUp(volume.name(), e.getMessage());
                    if (worthTelling.test(failure)) {
                        String uid = entry.pod().uid();
                        listeners.forEach(listener -> listener.failed(uid, failure));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void scheduleRenewal(PodEntry entry) {
        Timers timers = host.timers();
        entry.scheduleInsteadOfLast(
                tokens.nextRenewal(entry.pod().uid())
                        .map(due -> Duration.between(timers.instant(), due))
                        .map(left ->
                                timers.after(left, () -> inBackground(() -> renewTokens(entry))))
                        .orElse(null));
    }

    private void renewTokens(PodEntry entry) {
        entry.lock().lock();
        try {
            if (!entry.isTornDown()) {
                refresh(entry, VolumeSpec.Projected::hasToken, failure -> true);
                scheduleRenewal(entry);
            }
        } finally {
            entry.lock().unlock();
        }
    }

    /// A file of a volume that was prepared.
    ///
    /// @return empty when there is no such volume
    public Optional<FileSource.Found> readFile(String podUid, String volume, String path)
            throws IOException {
        PodEntry entry = pods.get(podUid);
        Path root = null;
        if (entry != null) {
            entry.lock().lock();
            try {
                root = entry.ready().get(volume);
            } finally {
                entry.lock().unlock();
            }
        }
        if (root == null) {
            return Optional.empty();
        }
        String text = host.mounts().readBeneath(root, path, ENVIRONMENT_FILE_MAX);
        return Optional.of(new FileSource.Found(root.resolve(path).toString(), text));
    }

    @Override
    public Path subPath(SubPathMount mount) throws ConfigErrorException {
        PodEntry entry = pods.get(mount.podUid());
        if (entry == null) {
            throw SubPaths.failure(mount);
        }
        entry.lock().lock();
        try {
            Path volume = entry.ready().get(mount.volume());
            if (volume == null) {
                throw SubPaths.failure(mount);
            }
            return subPaths.pin(volume, mount);
        } finally {
            entry.lock().unlock();
        }
    }

    @Override
    public void tearDown(String podUid) {
        PodEntry entry = pods.computeIfAbsent(podUid, uid -> new PodEntry());
        entry.lock().lock();
        try {
            entry.markTornDown();
            tokens.forget(podUid);
            remove(layout.pod(podUid));
        } catch (IOException e) {
            LOG.warn("the volumes of pod {} cannot be removed yet: {}", podUid, e.toString());
        } finally {
            pods.remove(podUid, entry);
            entry.lock().unlock();
        }
    }

    /// Deletes only once nothing is mounted below, so that no file of the host is deleted through a
    /// mount.
    private void remove(Path directory) throws IOException {
        if (!host.files().exists(directory)) {
            return;
        }
        for (Path mounted : host.mounts().mountedBeneath(directory).reversed()) {
            host.mounts().unmount(mounted);
        }
        List<Path> left = host.mounts().mountedBeneath(directory);
        if (!left.isEmpty()) {
            throw new IOException("still mounted: " + left);
        }
        host.files().deleteTree(directory);
    }

    @Override
    public Set<String> podUids() {
        Set<String> uids = new HashSet<>();
        try {
            for (VolumeFiles.Entry entry : host.files().list(layout.pods())) {
                if (entry.type() == VolumeFiles.Type.DIRECTORY) {
                    uids.add(entry.name());
                }
            }
        } catch (IOException e) {
            LOG.warn("the directories of pods cannot be listed: {}", e.toString());
        }
        return uids;
    }

    @Override
    public Path podDirectory(String podUid) {
        return layout.pod(podUid);
    }

    /// Ends the following of changes; mounts and files stay as they are, for the containers that
    /// use them. Returns once nothing is being written any more, since a successor may begin at
    /// once.
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A volume is still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
