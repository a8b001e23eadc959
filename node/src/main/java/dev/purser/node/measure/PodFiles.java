package dev.purser.node.measure;

import dev.purser.node.measure.NodeUse.Share;
import dev.purser.node.measure.NodeUse.VolumeUse;
import dev.purser.node.volume.DiskSpaces;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The files of pods in the node's directory, which lie as kubelet lays them out.
final class PodFiles {
    /// The kinds whose files are the pod's own.
    private static final Set<String> KINDS =
            Set.of(
                    "kubernetes.io~configmap",
                    "kubernetes.io~downward-api",
                    "kubernetes.io~empty-dir",
                    "kubernetes.io~projected",
                    "kubernetes.io~secret");

    /// Those that kubelet counts as local storage.
    private static final Set<String> LOCAL =
            Set.of("kubernetes.io~configmap", "kubernetes.io~empty-dir");

    private final Path node;
    private final DiskSpaces disks;
    private final DiskCounts counts;

    PodFiles(Path node, DiskSpaces disks, DiskCounts counts) {
        this.node = node;
        this.disks = disks;
        this.counts = counts;
    }

    /// The `/etc/hosts` that a pod's containers share.
    Path hosts(String podUid) {
        return pod(podUid).resolve("etc-hosts");
    }

    private Path pod(String podUid) {
        return node.resolve("pods").resolve(podUid);
    }

    /// The volumes that are there, by name. Paths of the node that a pod looks at are not its own.
    Map<String, VolumeUse> volumes(String podUid) throws IOException {
        Map<String, VolumeUse> volumes = new HashMap<>();
        Path plugins = pod(podUid).resolve("volumes");
        if (!Files.isDirectory(plugins)) {
            return volumes;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(plugins)) {
            for (Path plugin : all) {
                if (KINDS.contains(plugin.getFileName().toString())) {
                    addVolumes(plugin, volumes);
                }
            }
        }
        return volumes;
    }

    private void addVolumes(Path plugin, Map<String, VolumeUse> volumes) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(plugin)) {
            for (Path volume : all) {
                if (Files.isDirectory(volume)) {
                    volumes.put(
                            volume.getFileName().toString(),
                            volume(volume, plugin.getFileName().toString()));
                }
            }
        }
    }

    private VolumeUse volume(Path volume, String kind) throws IOException {
        boolean isInMemory = Files.getFileStore(volume).type().equals("tmpfs");
        return new VolumeUse(
                counts.used(volume),
                disks.of(volume),
                LOCAL.contains(kind) && !isInMemory ? Share.LOCAL : Share.OTHER);
    }
}
