package dev.purser.node.volume;

import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.source.Content;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pins parts of volumes for containers that mount only them.
///
/// The part is bound to a place of its own, and the container mounts that. So it keeps the file
/// that was there when the container started, and a symlink that somebody puts into the volume
/// later leads nowhere else.
final class SubPaths {
    private static final Logger LOG = LoggerFactory.getLogger(SubPaths.class);
    private static final int TARGET_FILE_MODE = 0640;
    private static final int INHERITED_BITS = 07777;

    private final PodLayout layout;
    private final VolumeHost host;

    SubPaths(PodLayout layout, VolumeHost host) {
        this.layout = layout;
        this.host = host;
    }

    static ConfigErrorException failure(PodVolumes.SubPathMount mount) {
        return new ConfigErrorException(
                "failed to prepare subPath for volumeMount \"%s\" of container \"%s\""
                        .formatted(mount.volume(), mount.container()));
    }

    Path pin(Path volume, PodVolumes.SubPathMount mount) throws ConfigErrorException {
        Path target = layout.subPath(mount);
        try {
            unpin(target);
            bind(volume, mount.subPath(), target);
            return target;
        } catch (IOException e) {
            LOG.warn("subPath {} of volume {}: {}", mount.subPath(), volume, e.toString());
            throw failure(mount);
        }
    }

    /// A container that starts again gets what is there now.
    private void unpin(Path target) throws IOException {
        VolumeFiles files = host.files();
        if (files.exists(target)) {
            for (Path mounted : host.mounts().mountedBeneath(target).reversed()) {
                host.mounts().unmount(mounted);
            }
            files.delete(target);
        }
    }

    private void bind(Path volume, String subPath, Path target) throws IOException {
        VolumeFiles files = host.files();
        int mode = files.mode(volume) & INHERITED_BITS;
        boolean isDirectory = host.mounts().makeDirectoriesBeneath(volume, subPath, mode);
        PodLayout.createAbovePrivate(files, target);
        if (isDirectory) {
            files.createDirectory(target, mode);
        } else {
            files.write(target, Content.of(""), TARGET_FILE_MODE);
        }
        host.mounts().bindBeneath(volume, subPath, target);
    }
}
