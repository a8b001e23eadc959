package dev.purser.app.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The events of an audit log and of the files it was rotated to, compressed or not. Immutable and
/// thread-safe.
///
/// @param newest the file that is written now
public record AuditFiles(Path newest) {
    /// All files, the oldest first.
    public List<Path> all() throws IOException {
        String name = String.valueOf(newest.getFileName());
        int dot = name.lastIndexOf('.');
        String prefix = (dot < 0 ? name : name.substring(0, dot)) + "-";
        String suffix = dot < 0 ? "" : name.substring(dot);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(newest.toAbsolutePath().resolveSibling(""))) {
            entries.filter(entry -> isRotated(String.valueOf(entry.getFileName()), prefix, suffix))
                    .sorted()
                    .forEach(files::add);
        }
        if (Files.exists(newest)) {
            files.add(newest);
        }
        return files;
    }

    private static boolean isRotated(String name, String prefix, String suffix) {
        return name.startsWith(prefix + "2")
                && (name.endsWith(suffix) || name.endsWith(suffix + ".gz"));
    }

    /// Reads every event, the oldest first. Lines that are no events, such as the one that is being
    /// written, are passed over.
    ///
    /// @return how many lines were passed over
    public int read(Consumer<JsonNode> events) throws IOException {
        int strange = 0;
        for (Path file : all()) {
            try (BufferedReader lines = open(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    strange += take(line, events) ? 0 : 1;
                }
            }
        }
        return strange;
    }

    private static boolean take(String line, Consumer<JsonNode> events) {
        JsonNode event;
        try {
            event = JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            return false;
        }
        events.accept(event);
        return true;
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
}
