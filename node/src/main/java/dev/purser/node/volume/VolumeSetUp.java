package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.node.source.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Makes one volume as its pod wants it. What is there already is kept, so it may be called any
/// number of times, also by a process that did not make it. Not thread-safe for one volume.
final class VolumeSetUp {
    private static final int OPEN_DIRECTORY = 0777;
    private static final int READY_MODE = 0644;

    private final PodLayout layout;
    private final VolumeHost host;
    private final ProjectedContent content;

    VolumeSetUp(PodLayout layout, VolumeHost host, ProjectedContent content) {
        this.layout = layout;
        this.host = host;
        this.content = content;
    }

    /// The outcome for one volume.
    ///
    /// @param path where the volume lies
    /// @param changed whether files that a container may have read are others than before
    record Result(Path path, boolean changed) {}

    /// @param shown what the pod's volumes show, as far as this process has written it; kept
    ///   current
    /// @param tidying when to clear away what was shown before
    Result setUp(
            KubeObject pod,
            VolumeSpec spec,
            Map<String, AtomicDirectory.Shown> shown,
            Tidying tidying)
            throws SetUpException, InterruptedException {
        Path path = layout.volume(pod.uid(), spec);
        try {
            boolean changed =
                    switch (spec) {
                        case VolumeSpec.Projected projected ->
                                project(pod, projected, shown, tidying);
                        case VolumeSpec.EmptyDir emptyDir -> {
                            makeEmptyDir(pod, emptyDir, path);
                            yield false;
                        }
                        case VolumeSpec.HostPath hostPath -> {
                            HostPaths.check(hostPath);
                            yield false;
                        }
                        // The image may have to be fetched first, which takes its time.
                        case VolumeSpec.Image _ -> false;
                        case VolumeSpec.Unsupported unsupported ->
                                throw new SetUpException(
                                        "volumes of type %s are not supported by this node"
                                                .formatted(unsupported.kind()));
                    };
            return new Result(path, changed);
        } catch (IOException e) {
            throw new SetUpException(e.toString());
        } catch (IllegalArgumentException e) {
            throw new SetUpException(String.valueOf(e.getMessage()));
        }
    }

    /// When to clear away what a volume showed before.
    enum Tidying {
        NOW,
        /// By [#tidy], once nothing is more urgent.
        LATER
    }

    private boolean project(
            KubeObject pod,
            VolumeSpec.Projected volume,
            Map<String, AtomicDirectory.Shown> shown,
            Tidying tidying)
            throws SetUpException, IOException, InterruptedException {
        var files = content.gather(pod, volume);
        AtomicDirectory directory = directory(pod, volume);
        AtomicDirectory.Shown last = shown.remove(volume.name());
        if (last != null && directory.stillShows(last, files)) {
            shown.put(volume.name(), last);
            return false;
        }
        OptionalLong tmpfsBytes =
                isSecret(volume)
                        ? OptionalLong.of(MemoryLimit.bytes(pod, host.memoryBytes()))
                        : OptionalLong.empty();
        Path path = layout.volume(pod.uid(), volume);
        boolean mayLackMount = last == null && needsMount(path, tmpfsBytes);
        if (!directory.isFilled() || mayLackMount) {
            layout.createAbove(host.files(), pod.uid(), volume);
            makeDirectory(path, PodOwnership.of(pod), tmpfsBytes);
        }
        AtomicDirectory.Outcome outcome = directory.show(files);
        if (tidying == Tidying.NOW) {
            directory.tidy();
        }
        shown.put(volume.name(), outcome.shown());
        return outcome.changed();
    }

    /// Clears away what a volume showed before.
    void tidy(KubeObject pod, VolumeSpec.Projected volume) throws IOException {
        directory(pod, volume).tidy();
    }

    private AtomicDirectory directory(KubeObject pod, VolumeSpec.Projected volume) {
        return new AtomicDirectory(layout.volume(pod.uid(), volume), PodOwnership.of(pod), host);
    }

    /// Everything but a ConfigMap may be secret and must not reach the disk.
    private static boolean isSecret(VolumeSpec.Projected volume) {
        return volume.plugin() != VolumeSpec.Plugin.CONFIG_MAP;
    }

    private boolean needsMount(Path path, OptionalLong tmpfsBytes) throws IOException {
        return tmpfsBytes.isPresent() && !host.mounts().isMountPoint(path);
    }

    /// Makes the root of a volume; every step may have been done before by a process that died.
    private void makeDirectory(Path path, PodOwnership ownership, OptionalLong tmpfsBytes)
            throws IOException {
        VolumeFiles files = host.files();
        if (tmpfsBytes.isEmpty()) {
            files.createDirectory(path, OPEN_DIRECTORY);
        } else if (!host.mounts().isMountPoint(path)) {
            files.createDirectory(path, OPEN_DIRECTORY);
            host.mounts().mountTmpfs(path, tmpfsBytes.getAsLong());
        }
        if (ownership.group().isPresent()) {
            files.setOwner(path, OptionalInt.empty(), ownership.group());
            files.setMode(path, ownership.writableDirectory(files.mode(path)));
        }
    }

    /// A finished emptyDir is left alone: its mode and content are the pod's.
    private void makeEmptyDir(KubeObject pod, VolumeSpec.EmptyDir volume, Path path)
            throws IOException {
        VolumeFiles files = host.files();
        OptionalLong tmpfsBytes =
                switch (volume.medium()) {
                    case DISK -> OptionalLong.empty();
                    case MEMORY -> OptionalLong.of(emptyDirBytes(pod, volume));
                };
        Path marker = layout.emptyDirMarker(pod.uid(), volume.name());
        if (files.exists(marker) && !needsMount(path, tmpfsBytes)) {
            return;
        }
        layout.createAbove(files, pod.uid(), volume);
        makeDirectory(path, PodOwnership.of(pod), tmpfsBytes);
        PodLayout.createAbovePrivate(files, marker);
        if (!files.exists(marker)) {
            files.write(marker, Content.of(""), READY_MODE);
        }
    }

    private long emptyDirBytes(KubeObject pod, VolumeSpec.EmptyDir volume) {
        long most = MemoryLimit.bytes(pod, host.memoryBytes());
        return volume.sizeLimit()
                .map(text -> Quantity.parse(text).value())
                .filter(limit -> limit > 0)
                .map(limit -> Math.min(limit, most))
                .orElse(most);
    }
}
