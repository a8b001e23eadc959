package dev.purser.app.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What `down` wants of the Purser that it tells to end, in a file of the data directory: without
/// one, pods go on running. The running Purser answers in the same file.
///
/// @param graceLimit the longest that a pod may take to end
/// @param until when the running Purser will have ended the pods at the latest; empty before it has
///   read the order
/// @param pods how many it ends
public record DownOrder(Duration graceLimit, Optional<Instant> until, int pods) {
    /// An order that nobody has read yet.
    public static DownOrder of(Duration graceLimit) {
        return new DownOrder(graceLimit, Optional.empty(), 0);
    }

    /// With the answer of the Purser that carries it out.
    public DownOrder answered(Instant latestEnd, int podCount) {
        return new DownOrder(graceLimit, Optional.of(latestEnd), podCount);
    }

    /// Replaces an earlier order, whole or not at all.
    public void write(DataDirectory directory) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("graceLimitSeconds", graceLimit.toSeconds()).put("pods", pods);
        until.ifPresent(moment -> json.put("until", moment.toString()));
        Path fresh = directory.downOrder().resolveSibling("down.json.new");
        Files.writeString(fresh, json + "\n", StandardCharsets.UTF_8);
        Files.move(
                fresh,
                directory.downOrder(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// The order that is there; empty when there is none, or when it cannot be read.
    public static Optional<DownOrder> read(DataDirectory directory) throws IOException {
        if (!Files.exists(directory.downOrder())) {
            return Optional.empty();
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(directory.downOrder()));
            return Optional.of(
                    new DownOrder(
                            Duration.ofSeconds(json.path("graceLimitSeconds").asLong()),
                            json.has("until")
                                    ? Optional.of(Instant.parse(json.path("until").asString()))
                                    : Optional.empty(),
                            json.path("pods").asInt(0)));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Takes the order back.
    public static void clear(DataDirectory directory) throws IOException {
        Files.deleteIfExists(directory.downOrder());
    }
}
