package dev.purser.node.volume;

import dev.purser.node.source.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The file system operations that volumes are made of: few and small, so that tests can stop a
/// series of them at any point. No operation follows a symlink at the end of its path. Thread-safe.
public interface VolumeFiles {
    /// Makes one directory with exactly this mode, whatever the umask is.
    void createDirectory(Path directory, int mode) throws IOException;

    /// Makes a new file with exactly this mode.
    void write(Path file, Content content, int mode) throws IOException;

    void symlink(Path link, String target) throws IOException;

    /// Replaces what is at the new path, in one step.
    void rename(Path from, Path to) throws IOException;

    /// Removes one file, link or empty directory.
    void delete(Path path) throws IOException;

    /// Changes the owners that are given; of a symlink, its own.
    void setOwner(Path path, OptionalInt uid, OptionalInt gid) throws IOException;

    /// Sets the permission bits, with set-group-ID and sticky bit.
    void setMode(Path path, int mode) throws IOException;

    /// The permission bits, with set-group-ID and sticky bit.
    int mode(Path path) throws IOException;

    /// The target of a symlink; empty when there is nothing, or no link.
    Optional<String> readLink(Path link) throws IOException;

    Content read(Path file) throws IOException;

    /// The entries of a directory; empty when there is none.
    List<Entry> list(Path directory) throws IOException;

    boolean exists(Path path);

    /// An entry of a directory.
    record Entry(String name, Type type) {}

    /// What an entry is.
    enum Type {
        FILE,
        DIRECTORY,
        LINK
    }

    /// Removes a path with all that is below it.
    default void deleteTree(Path path) throws IOException {
        for (Entry entry : list(path)) {
            Path child = path.resolve(entry.name());
            if (entry.type() == Type.DIRECTORY) {
                deleteTree(child);
            } else {
                delete(child);
            }
        }
        delete(path);
    }

    /// Makes the directories above a path that do not exist.
    default void createParents(Path path, int mode) throws IOException {
        Path parent = path.getParent();
        if (parent != null && !exists(parent)) {
            createParents(parent, mode);
            createDirectory(parent, mode);
        }
    }
}
