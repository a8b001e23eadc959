package dev.purser.node.volume;

import java.io.IOException;
import java.nio.file.Path;

/// Where the volumes of pods lie below the node's directory, as kubelet lays them out, and with
/// which modes. Immutable.
///
/// @param root the directory that holds `pods`
record PodLayout(Path root) {
    private static final int PRIVATE_DIRECTORY = 0750;
    private static final int PLUGIN_DIRECTORY = 0755;

    Path pods() {
        return root.resolve("pods");
    }

    Path pod(String uid) {
        return pods().resolve(uid);
    }

    Path volume(String podUid, VolumeSpec spec) {
        return switch (spec) {
            case VolumeSpec.Projected projected ->
                    volumes(podUid, projected.plugin().directory()).resolve(projected.name());
            case VolumeSpec.EmptyDir emptyDir ->
                    volumes(podUid, "kubernetes.io~empty-dir").resolve(emptyDir.name());
            case VolumeSpec.Image image ->
                    volumes(podUid, "kubernetes.io~image").resolve(image.name());
            case VolumeSpec.HostPath hostPath -> Path.of(hostPath.path());
            case VolumeSpec.Unsupported unsupported ->
                    volumes(podUid, unsupported.kind()).resolve(unsupported.name());
        };
    }

    private Path volumes(String podUid, String plugin) {
        return pod(podUid).resolve("volumes").resolve(plugin);
    }

    /// Exists once an emptyDir is complete, and is never set up again.
    Path emptyDirMarker(String podUid, String volume) {
        return pod(podUid)
                .resolve("plugins/kubernetes.io~empty-dir")
                .resolve(volume)
                .resolve("ready");
    }

    Path subPath(PodVolumes.SubPathMount mount) {
        return pod(mount.podUid())
                .resolve("volume-subpaths")
                .resolve(mount.volume())
                .resolve(mount.container())
                .resolve(Integer.toString(mount.index()));
    }

    /// Makes the directories above a volume.
    void createAbove(VolumeFiles files, String podUid, VolumeSpec spec) throws IOException {
        files.createParents(pod(podUid).resolve("volumes/plugin"), PRIVATE_DIRECTORY);
        files.createParents(volume(podUid, spec), PLUGIN_DIRECTORY);
    }

    /// Makes the directories above something that only the node uses.
    static void createAbovePrivate(VolumeFiles files, Path path) throws IOException {
        files.createParents(path, PRIVATE_DIRECTORY);
    }
}
