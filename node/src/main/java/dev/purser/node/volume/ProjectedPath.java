package dev.purser.node.volume;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// The rules for paths inside a projected volume, with Kubernetes' messages.
final class ProjectedPath {
    private static final int MAX_PATH_BYTES = 4096;
    private static final int MAX_NAME_BYTES = 255;

    private ProjectedPath() {}

    /// The payload by normalized paths.
    ///
    /// @throws IllegalArgumentException when a path is not allowed
    static SortedMap<String, FileProjection> clean(SortedMap<String, FileProjection> payload) {
        SortedMap<String, FileProjection> clean = new TreeMap<>();
        payload.forEach((path, file) -> {
            check(path);
            clean.put(Path.of(path).normalize().toString(), file);
        });
        return clean;
    }

    private static void check(String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("invalid path: must not be empty: \"\"");
        }
        if (path.startsWith("/")) {
            throw new IllegalArgumentException("invalid path: must be relative path: " + path);
        }
        if (bytes(path) > MAX_PATH_BYTES) {
            throw new IllegalArgumentException(
                    "invalid path: must be less than or equal to 4096 characters");
        }
        String[] names = path.split("/", -1);
        for (String name : names) {
            checkName(path, name);
        }
        if (names[0].startsWith("..")) {
            throw new IllegalArgumentException("invalid path: must not start with '..': " + path);
        }
    }

    private static void checkName(String path, String name) {
        if (name.equals("..")) {
            throw new IllegalArgumentException("invalid path: must not contain '..': " + path);
        }
        if (bytes(name) > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "invalid path: filenames must be less than or equal to 255 characters");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
