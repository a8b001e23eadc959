package dev.purser.external.provider.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A path below a shared directory, as keys have it: names with slashes between them; no name is
/// `.`, or begins with two dots, with which Kubernetes' volumes hide what they are made of. The
/// shared directory itself is `.`.
///
/// @param segments from the shared directory on
record FilePath(List<String> segments) {
    private static final int LENGTH_MAX = 4096;
    private static final String ROOT = ".";

    FilePath {
        segments = List.copyOf(segments);
    }

    static FilePath root() {
        return new FilePath(List.of());
    }

    /// @return empty when the key is no such path
    static Optional<FilePath> parse(String key) {
        if (key.equals(ROOT)) {
            return Optional.of(root());
        }
        List<String> segments = List.of(key.split("/", -1));
        boolean clean =
                key.length() <= LENGTH_MAX
                        && key.indexOf('\0') < 0
                        && segments.stream()
                                .noneMatch(name ->
                                        name.isEmpty() || name.equals(ROOT) || isHidden(name));
        return clean ? Optional.of(new FilePath(segments)) : Optional.empty();
    }

    static boolean isHidden(String name) {
        return name.startsWith("..");
    }

    FilePath child(String name) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(name);
        return new FilePath(longer);
    }

    /// The directory that holds it; the shared directory's is itself.
    FilePath parent() {
        return segments.isEmpty() ? this : new FilePath(segments.subList(0, segments.size() - 1));
    }

    int depth() {
        return segments.size();
    }

    /// The last name; empty for the shared directory.
    String name() {
        return segments.isEmpty() ? "" : segments.getLast();
    }

    /// The form of keys.
    @Override
    public String toString() {
        return segments.isEmpty() ? ROOT : String.join("/", segments);
    }
}
