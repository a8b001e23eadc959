package dev.purser.node.volume;

import dev.purser.node.linux.FileCalls;
import dev.purser.node.linux.FileCalls.FileSystemSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// How much room file systems have, and how much of it files take, in blocks and inodes, of which
/// Java does not tell. Thread-safe.
public final class DiskSpaces {
    private final FileCalls calls = new FileCalls();

    /// A file system's size.
    ///
    /// @param capacityBytes all of it
    /// @param availableBytes what programs without privileges may still take
    /// @param inodes 0 where the file system has no fixed number of them
    public record Space(
            long capacityBytes,
            long usedBytes,
            long availableBytes,
            long inodes,
            long inodesFree) {}

    /// What a tree of files takes.
    public record Usage(long bytes, long inodes) {
        /// Nothing.
        public static final Usage NONE = new Usage(0, 0);
    }

    /// What a file or directory takes with all below it, on its own file system; files that come
    /// and go meanwhile may or may not count. As expensive as the tree is large.
    public Usage used(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return Usage.NONE;
        }
        TreeCount count = new TreeCount(calls, calls.space(root).device());
        Files.walkFileTree(root, count);
        return count.result();
    }

    /// The file system that a path is on.
    public Space of(Path path) throws IOException {
        FileSystemSpace space = calls.fileSystem(path);
        long block = space.blockBytes();
        return new Space(
                space.blocks() * block,
                (space.blocks() - space.freeBlocks()) * block,
                space.availableBlocks() * block,
                space.inodes(),
                space.freeInodes());
    }
}
