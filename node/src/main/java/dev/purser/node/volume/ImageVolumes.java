package dev.purser.node.volume;

import dev.purser.node.cri.CriException;
import dev.purser.node.cri.ImageViews;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The volumes that show the files of an image (KEP-4639): mounted when the first container that
/// wants one starts, since the image may have to be fetched before. Read-only, and nothing in them
/// is executed, as in kubelet. Thread-safe.
public final class ImageVolumes {
    private static final Logger LOG = LoggerFactory.getLogger(ImageVolumes.class);

    private final VolumeFiles files;
    private final Mounts mounts;
    private final ImageViews views;

    public ImageVolumes(VolumeFiles files, Mounts mounts, ImageViews views) {
        this.files = files;
        this.mounts = mounts;
        this.views = views;
    }

    /// Which image is mounted where.
    ///
    /// @param volume its name in the pod
    /// @param target where [PodVolumes#prepare] said
    public record ImageMount(String podUid, String volume, Path target, String imageId) {}

    /// Mounts the image, unless the volume is mounted already: it stays what it is for as long as
    /// the pod lives.
    ///
    /// @throws CriException when the runtime does not show the image's files
    public synchronized void mount(ImageMount wanted) throws IOException {
        files.createParents(wanted.target(), 0755);
        if (!files.exists(wanted.target())) {
            files.createDirectory(wanted.target(), 0755);
        }
        if (mounts.isMounted(wanted.target())) {
            return;
        }
        String key = "purser-volume/%s/%s".formatted(wanted.podUid(), wanted.volume());
        mounts.mountReadOnly(views.open(key, wanted.podUid(), wanted.imageId()), wanted.target());
    }

    /// Forgets the volumes of a pod, which are mounted no longer.
    public void release(String podUid) {
        try {
            views.close(podUid);
        } catch (CriException e) {
            LOG.warn("The image volumes of pod {} are still held: {}", podUid, e.getMessage());
        }
    }
}
