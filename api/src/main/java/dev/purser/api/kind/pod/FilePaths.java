package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks of paths that must stay inside a directory.
final class FilePaths {
    private FilePaths() {}

    /// A relative path without `..`.
    static void requireDescending(Spot path) {
        requireDescending(path.text(), path);
    }

    /// @param place where a complaint points
    static void requireDescending(String path, Spot place) {
        if (path.startsWith("/")) {
            place.invalid(path, "must be a relative path");
        }
        if (hasBacksteps(path)) {
            place.invalid(path, "must not contain '..'");
        }
    }

    /// A relative path without `..` whose first part does not start so either: such names are what
    /// the node swaps the content of volumes with.
    static void requireLocal(Spot path) {
        requireDescending(path);
        if (path.text().startsWith("..") && !path.text().startsWith("../")) {
            path.invalidText("must not start with '..'");
        }
    }

    static void forbidBacksteps(Spot path) {
        if (hasBacksteps(path.text())) {
            path.invalidText("must not contain '..'");
        }
    }

    static boolean hasBacksteps(String path) {
        return List.of(path.split("/", -1)).contains("..");
    }
}
