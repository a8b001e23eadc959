package dev.purser.node.volume;

import dev.purser.node.cri.ImageViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The mounts that volumes need. Thread-safe.
public interface Mounts {
    /// Mounts an empty tmpfs, open to all as `/tmp` is, and never swapped out where the kernel can
    /// promise that.
    ///
    /// @param sizeBytes the most it can hold; 0 for the kernel's default
    void mountTmpfs(Path directory, long sizeBytes) throws IOException;

    /// Mounts a view of an image, read-only, and so that nothing in it is executed, no device of it
    /// opened and no other identity taken on by it.
    void mountReadOnly(ImageViews.View view, Path directory) throws IOException;

    /// Whether something is mounted on this very directory, be it another directory of the same
    /// file system.
    boolean isMounted(Path directory) throws IOException;

    /// Whether another file system is mounted on this very directory.
    boolean isMountPoint(Path directory) throws IOException;

    /// Makes what lies at a path below a directory appear at the target too, which has to exist and
    /// be of the same sort. Symlinks on the way are followed as long as they stay below the
    /// directory, also while someone changes them.
    ///
    /// @throws IOException when the path does not exist or leads out of the directory
    void bindBeneath(Path root, String relative, Path target) throws IOException;

    /// Reads a file of text below a directory. Symlinks are followed as in [#bindBeneath].
    ///
    /// @throws IOException when it is no file, or longer than this
    String readBeneath(Path root, String relative, int bytesMax) throws IOException;

    /// Makes the directories of a path below a directory that do not exist yet, with the given
    /// mode, and tells whether a directory lies there. Symlinks are followed as in [#bindBeneath].
    boolean makeDirectoriesBeneath(Path root, String relative, int mode) throws IOException;

    /// Detaches what is mounted here.
    void unmount(Path target) throws IOException;

    /// Everything that is mounted at or below a directory, in the order of mounting.
    List<Path> mountedBeneath(Path directory) throws IOException;
}
