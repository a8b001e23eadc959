package dev.purser.node.volume;

import dev.purser.node.linux.FileCalls;
import dev.purser.node.linux.FileCalls.FileSpace;
import dev.purser.node.volume.DiskSpaces.Usage;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds up what a tree of files takes. A file with several names counts once; other file systems
/// that are mounted in the tree do not count. For one walk.
final class TreeCount extends SimpleFileVisitor<Path> {
    private final FileCalls calls;
    private final long device;
    private final Set<Long> linked = new HashSet<>();
    private long bytes;
    private long inodes;

    TreeCount(FileCalls calls, long device) {
        this.calls = calls;
        this.device = device;
    }

    Usage result() {
        return new Usage(bytes, inodes);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return count(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        count(file);
        return FileVisitResult.CONTINUE;
    }

    /// What has gone meanwhile takes nothing.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    private boolean count(Path path) {
        FileSpace space;
        try {
            space = calls.space(path);
        } catch (IOException e) {
            return false;
        }
        if (space.device() != device) {
            return false;
        }
        if (space.links() == 1 || linked.add(space.inode())) {
            bytes += space.bytes();
            inodes++;
        }
        return true;
    }
}
