package dev.purser.app.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a Purser was started, kept in the data directory so that later commands find it.
///
/// @param server the address of its API
/// @param nodeName the node it runs; empty with `--no-node` and `--api-only`
public record Instance(Mode mode, String server, String nodeName) {
    /// Which parts of Purser run.
    public enum Mode {
        /// API server, controllers, scheduler and node agent.
        FULL,
        /// All but the node agent.
        NO_NODE,
        /// The API server alone.
        API_ONLY
    }

    /// Replaces what was written before, whole or not at all.
    public void write(DataDirectory directory) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mode", mode.name()).put("server", server).put("nodeName", nodeName);
        Path fresh = directory.instance().resolveSibling("instance.json.new");
        Files.writeString(fresh, json + "\n", StandardCharsets.UTF_8);
        Files.move(
                fresh,
                directory.instance(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// What the last start wrote; empty when there was none, or when it cannot be read.
    public static Optional<Instance> read(DataDirectory directory) throws IOException {
        if (!Files.exists(directory.instance())) {
            return Optional.empty();
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(directory.instance()));
            return Optional.of(
                    new Instance(
                            Mode.valueOf(json.path("mode").asString()),
                            json.path("server").asString(),
                            json.path("nodeName").asString()));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
