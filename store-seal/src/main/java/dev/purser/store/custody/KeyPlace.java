package dev.purser.store.custody;

import java.nio.file.Path;

/// Where a file of keys lies.
public sealed interface KeyPlace {
    /// The file for a data directory.
    Path file(String id);

    /// In a directory of such files, each named by its data directory's id.
    record InDirectory(Path directory) implements KeyPlace {
        @Override
        public Path file(String id) {
            return directory.resolve(id + ".yaml");
        }
    }

    /// Just there.
    record ExactFile(Path path) implements KeyPlace {
        @Override
        public Path file(String id) {
            return path;
        }
    }
}
