package dev.purser.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What lies in a directory, in the form of the recordings: `0644 text`, `d 0755`, `-> target`.
final class Listing {
    private Listing() {}

    /// By relative path; the time of a time stamped directory is shown as `TIME`.
    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> listing = new TreeMap<>();
        try (var paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                listing.put(name(root.relativize(path).toString()), describe(path));
            }
        }
        listing.remove("");
        return listing;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + name(Files.readSymbolicLink(path).toString());
        }
        String mode = "%04o".formatted(new HostFiles().mode(path));
        return Files.isDirectory(path) ? "d " + mode : mode + " " + Files.readString(path);
    }

    private static String name(String path) {
        return path.replaceAll("\\.\\.\\d{4}_\\d\\d_\\d\\d_\\d\\d_\\d\\d_\\d\\d\\.\\d+", "TIME");
    }
}
