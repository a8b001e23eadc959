package dev.purser.node.manifest;

import dev.purser.api.meta.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The static pods of a directory, or of one file. A file that has become unreadable keeps the pod
/// that it last held, so that a slip of the editor ends nothing. Used by one thread.
final class ManifestFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestFiles.class);
    private static final long BYTES_MAX = 10 << 20;

    private final Path path;
    private final StaticPodReader reader;
    private final ProblemListener problems;
    private final Map<Path, Seen> seen = new HashMap<>();

    /// Hears, once for each change, of a file from which no pod can be made.
    interface ProblemListener {
        void problem(String message);
    }

    /// What a file held when it was last read.
    ///
    /// @param pod the last one that it held; null before the first
    private record Seen(Stamp stamp, @Nullable KubeObject pod) {}

    /// What changes with a file's content.
    private record Stamp(FileTime modified, long size, @Nullable Object key) {}

    ManifestFiles(Path path, StaticPodReader reader, ProblemListener problems) {
        this.path = path;
        this.reader = reader;
        this.problems = problems;
    }

    /// The pods of now by namespace and name; of two with the same name the one of the later file.
    Map<String, KubeObject> pods() throws IOException {
        List<Path> files = files();
        seen.keySet().retainAll(files);
        Map<String, KubeObject> pods = new LinkedHashMap<>();
        for (Path file : files) {
            pod(file)
                    .ifPresent(pod -> {
                        KubeObject other = pods.put(pod.namespace() + "/" + pod.name(), pod);
                        if (other != null) {
                            LOG.warn("{} replaces the static pod of the same name before it", file);
                        }
                    });
        }
        return pods;
    }

    /// Files whose names begin with a dot are left out, and directories inside.
    private List<Path> files() throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.exists(path)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(path)) {
            entries.filter(each -> !each.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(files::add);
        }
        return files;
    }

    private Optional<KubeObject> pod(Path file) {
        Seen before = seen.get(file);
        KubeObject last = before == null ? null : before.pod();
        try {
            Stamp stamp = stamp(file);
            if (before == null || !before.stamp().equals(stamp)) {
                // Noted first: a file that cannot be read is told of once.
                seen.put(file, new Seen(stamp, last));
                last = read(file, stamp);
                seen.put(file, new Seen(stamp, last));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            problems.problem("%s: %s".formatted(file, e));
        } catch (ManifestException e) {
            problems.problem(e.getMessage());
        }
        return Optional.ofNullable(last);
    }

    private static Stamp stamp(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    private KubeObject read(Path file, Stamp stamp) throws IOException, ManifestException {
        if (stamp.size() > BYTES_MAX) {
            throw new ManifestException(file + ": the file is larger than 10 MiB");
        }
        return reader.read(Files.readAllBytes(file), file.toString());
    }
}
