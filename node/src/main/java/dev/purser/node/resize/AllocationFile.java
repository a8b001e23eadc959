package dev.purser.node.resize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keeps on disk what was granted to pods and what is in force, so that a restart of this process
/// changes nothing for them. Not thread-safe.
final class AllocationFile {
    private static final Logger LOG = LoggerFactory.getLogger(AllocationFile.class);

    private final Path file;

    /// @param file need not exist
    AllocationFile(Path file) {
        this.file = file;
    }

    /// What is kept of a pod.
    ///
    /// @param granted what the node set aside for it
    /// @param inForce what its containers were given
    record Entry(Allocation granted, Allocation inForce) {}

    /// By the uid of the pod. A file that cannot be read counts as empty: pods then get what they
    /// ask for.
    Map<String, Entry> read() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return entries;
        }
        try {
            JsonNode tree = JsonMapper.shared().readTree(Files.readAllBytes(file));
            for (Map.Entry<String, JsonNode> pod : tree.path("pods").properties()) {
                entries.put(
                        pod.getKey(),
                        new Entry(
                                Allocation.fromJson(pod.getValue().path("granted")),
                                Allocation.fromJson(pod.getValue().path("inForce"))));
            }
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read; what was granted to pods is not known", file, e);
        }
        return entries;
    }

    void write(Map<String, Entry> entries) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ObjectNode pods = tree.putObject("pods");
        entries.forEach((uid, entry) ->
                pods.putObject(uid)
                        .setAll(
                                Map.of(
                                        "granted", entry.granted().toJson(),
                                        "inForce", entry.inForce().toJson())));
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, JsonMapper.shared().writeValueAsBytes(tree));
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be written", file, e);
        }
    }
}
