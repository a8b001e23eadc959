package dev.purser.external.provider.directory;

import dev.purser.external.provider.directory.RootedFiles.ForbiddenPathException;
import dev.purser.external.provider.directory.RootedFiles.Stamp;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How all files of a directory looked at one moment.
record TreeSnapshot(Map<FilePath, Stamp> stamps) {
    TreeSnapshot {
        stamps = Map.copyOf(stamps);
    }

    static TreeSnapshot of(RootedFiles files) throws IOException, ForbiddenPathException {
        return new TreeSnapshot(new FileTree(files).below(FilePath.root()));
    }

    /// The keys of the files that differ, and of the directories that they are in.
    ///
    /// @param named keys that have changed even if they look the same: clocks of file systems are
    ///   coarse
    Set<String> changesSince(TreeSnapshot before, Set<String> named) {
        Set<String> keys = new HashSet<>();
        for (Map.Entry<FilePath, Stamp> file : stamps.entrySet()) {
            if (!file.getValue().equals(before.stamps.get(file.getKey()))) {
                add(keys, file.getKey());
            }
        }
        for (FilePath file : before.stamps.keySet()) {
            if (!stamps.containsKey(file)) {
                add(keys, file);
            }
        }
        named.forEach(key -> FilePath.parse(key).ifPresent(path -> add(keys, path)));
        return keys;
    }

    private static void add(Set<String> keys, FilePath path) {
        keys.add(path.toString());
        keys.add(path.parent().toString());
    }
}
