package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.FileSource;
import dev.purser.node.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The volumes of this node's pods: prepares them, and from then on carries every change of the
/// [ConfigSource] into their files at once.
public final class NodeVolumes implements PodVolumes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeVolumes.class);

    private static final int ENVIRONMENT_FILE_MAX = 1 << 20;

    private final PodLayout layout;
    private final VolumeHost host;
    private final ProjectionSources sources;
    private final VolumeFollowing following;
    private final SubPaths subPaths;
    private final ConcurrentMap<String, PodEntry> pods = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// @param root the node's directory; `pods` lies below it
    public NodeVolumes(Path root, VolumeHost host, ProjectionSources sources) {
        this.layout = new PodLayout(root);
        this.host = host;
        this.sources = sources;
        this.following =
                new VolumeFollowing(
                        new VolumeSetUp(layout, host, new ProjectedContent(sources)),
                        sources,
                        host.timers(),
                        listeners);
        this.subPaths = new SubPaths(layout, host);
        sources.configs().addListener(this::noteChange);
        sources.trustBundles().addListener(() -> pods.values().forEach(following::noteTrust));
        sources.certificates().addListener(this::noteAnswer);
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
                    following.apply(entry, spec, VolumeSetUp.Tidying.NOW);
                } catch (SetUpException e) {
                    failures.add(VolumeFailure.setUp(spec.name(), e.getMessage()));
                }
            }
            following.scheduleRenewal(entry);
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

    private void noteChange(ConfigSource.Change change) {
        for (String uid : change.podUids()) {
            PodEntry entry = pods.get(uid);
            if (entry != null) {
                following.note(entry, change);
            }
        }
    }

    private void noteAnswer(String podUid, String volume, PodCertificateOutcome answer) {
        if (answer instanceof PodCertificateOutcome.Refused refused) {
            VolumeFailure failure = new VolumeFailure(volume, refused.type(), refused.news());
            listeners.forEach(listener -> listener.failed(podUid, failure));
        }
        PodEntry entry = pods.get(podUid);
        if (entry != null) {
            following.noteCertificate(entry);
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
            sources.tokens().forget(podUid);
            sources.certificates().forget(podUid);
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
        following.close();
    }
}
