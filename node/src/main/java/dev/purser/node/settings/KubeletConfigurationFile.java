package dev.purser.node.settings;

import dev.purser.api.codec.ConfigurationReader;
import dev.purser.api.codec.DecodingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A file that holds a KubeletConfiguration, as YAML or JSON. Thread-safe.
public final class KubeletConfigurationFile {
    private static final ConfigurationReader READER =
            new ConfigurationReader(KubeletSchema.kinds());

    private final Path file;

    public KubeletConfigurationFile(Path file) {
        this.file = file;
    }

    /// Reads and checks the file.
    ///
    /// @throws KubeletConfigurationException if it cannot be read, is not valid, or asks for what
    ///   this node does not do
    public KubeletConfiguration load() throws KubeletConfigurationException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw unloadable("open %s: no such file or directory".formatted(file));
        } catch (IOException e) {
            throw unloadable(e.toString());
        }
        if (content.length == 0) {
            throw unloadable("kubelet config file \"%s\" was empty".formatted(file));
        }
        try {
            return parse(content);
        } catch (DecodingException e) {
            throw unloadable(e.getMessage());
        }
    }

    private KubeletConfigurationException unloadable(String why) {
        return new KubeletConfigurationException(
                "failed to load kubelet config file, path: %s, error: %s".formatted(file, why));
    }

    private static KubeletConfiguration parse(byte[] content)
            throws DecodingException, KubeletConfigurationException {
        ObjectNode given = READER.read(content);
        ObjectNode whole = readDefaults();
        boolean replacesThresholds =
                given.has("evictionHard")
                        && !given.path("mergeDefaultEvictionSettings").asBoolean(false);
        if (replacesThresholds) {
            whole.remove("evictionHard");
        }
        if (given.has("nodeStatusUpdateFrequency") && !given.has("nodeStatusReportFrequency")) {
            whole.set("nodeStatusReportFrequency", given.get("nodeStatusUpdateFrequency"));
        }
        if (given.path("maxParallelImagePulls").asInt(1) > 1) {
            whole.put("serializeImagePulls", false);
        }
        merge(whole, given);
        return KubeletReading.read(given, whole);
    }

    static KubeletConfiguration defaults() {
        ObjectNode whole = readDefaults();
        try {
            return KubeletReading.read(whole.objectNode(), whole);
        } catch (KubeletConfigurationException e) {
            throw new IllegalStateException("The defaults are not valid", e);
        }
    }

    /// Lays what was given over the defaults; objects are merged, an empty text or a zero time
    /// stands for its default, as in kubelet.
    private static void merge(ObjectNode whole, JsonNode given) {
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            JsonNode value = field.getValue();
            if (value.isObject() && whole.get(field.getKey()) instanceof ObjectNode part) {
                merge(part, value);
            } else if (!standsForDefault(whole.path(field.getKey()), value)) {
                whole.set(field.getKey(), value.deepCopy());
            }
        }
    }

    private static boolean standsForDefault(JsonNode usual, JsonNode value) {
        return usual.isString()
                && value.isString()
                && List.of("", "0", "0s").contains(value.asString(""));
    }

    private static ObjectNode readDefaults() {
        try (InputStream in =
                KubeletConfigurationFile.class.getResourceAsStream("kubelet-defaults.json")) {
            if (in == null) {
                throw new IllegalStateException("The defaults are missing");
            }
            return (ObjectNode) JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
