package dev.purser.app.keys;

import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Says on disk that a rotation has begun and has not ended, so that the next start goes on with
/// it.
public final class RotationMarker {
    private final Path file;
    private final PrivateFiles files;

    public RotationMarker(Path file, PrivateFiles files) {
        this.file = file;
        this.files = files;
    }

    /// A rotation that is under way.
    ///
    /// @param newKey the name of the key that everything is to be under; empty when the keys are
    ///   the user's own
    public record Pending(String newKey, OldKeys oldKeys) {}

    /// What becomes of the keys before.
    public enum OldKeys {
        /// They are forgotten once nothing needs them.
        FORGET,
        /// They stay, and open.
        KEEP
    }

    /// What is under way; a marker that cannot be read asks for nothing.
    public Optional<Pending> read() {
        try {
            return files.read(file).flatMap(RotationMarker::parse);
        } catch (IOException e) {
            throw new CustodyException("cannot read " + file + ": " + e, e);
        }
    }

    private static Optional<Pending> parse(byte[] bytes) {
        try {
            JsonNode json = JsonMapper.shared().readTree(bytes);
            return Optional.of(
                    new Pending(
                            json.path("newKey").asString(""),
                            OldKeys.valueOf(json.path("oldKeys").asString(""))));
        } catch (JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    void write(Pending pending) {
        byte[] json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("newKey", pending.newKey())
                        .put("oldKeys", pending.oldKeys().name())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        try {
            files.replace(file, json);
        } catch (IOException e) {
            throw new CustodyException("cannot write " + file + ": " + e, e);
        }
    }

    void clear() {
        try {
            files.remove(file);
        } catch (IOException e) {
            throw new CustodyException("cannot remove " + file + ": " + e, e);
        }
    }
}
