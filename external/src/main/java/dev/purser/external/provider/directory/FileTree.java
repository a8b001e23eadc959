package dev.purser.external.provider.directory;

import dev.purser.external.provider.directory.RootedFiles.Entry;
import dev.purser.external.provider.directory.RootedFiles.ForbiddenPathException;
import dev.purser.external.provider.directory.RootedFiles.Stamp;
import dev.purser.external.provider.directory.RootedFiles.TooLargeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Finds all files below a path, through links that stay below the root, and each directory once on
/// a way so that links in a circle end. What may not be looked at is passed over. Used once.
final class FileTree {
    private static final int FILES_MAX = 10_000;
    private static final int DEPTH_MAX = 16;

    private final RootedFiles files;
    private final Map<FilePath, Stamp> found = new LinkedHashMap<>();
    private final Set<String> onTheWay = new HashSet<>();

    FileTree(RootedFiles files) {
        this.files = files;
    }

    /// @throws TooLargeException when there are more than a search should look at
    /// @throws IOException when the root cannot be read
    Map<FilePath, Stamp> below(FilePath start) throws IOException, ForbiddenPathException {
        if (files.look(start) instanceof Entry.Directory directory) {
            enter(start, directory);
        }
        return found;
    }

    private void enter(FilePath path, Entry.Directory directory) throws IOException {
        if (path.depth() >= DEPTH_MAX || !onTheWay.add(directory.identity())) {
            return;
        }
        for (String name : directory.names()) {
            FilePath child = path.child(name);
            try {
                switch (files.look(child)) {
                    case Entry.File file -> add(child, file.stamp());
                    case Entry.Directory inner -> enter(child, inner);
                    case Entry.Missing _ -> {}
                }
            } catch (ForbiddenPathException | AccessDeniedException _) {
                found.remove(child); // nobody may look at it, so it is not there
            }
        }
        onTheWay.remove(directory.identity());
    }

    private void add(FilePath path, Stamp stamp) throws TooLargeException {
        found.put(path, stamp);
        if (found.size() > FILES_MAX) {
            throw new TooLargeException("holds more than %d files".formatted(FILES_MAX));
        }
    }
}
