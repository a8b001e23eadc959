package dev.purser.node.source;

import dev.purser.api.meta.KubeObject;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Reads ConfigMaps and Secrets from their JSON.
final class ConfigDecoder {
    private ConfigDecoder() {}

    /// The object without its tree, so that each value is held once.
    static ConfigObject decode(ConfigKey key, KubeObject object) {
        JsonNode data = object.json().path("data");
        return new ConfigObject(
                key,
                object.uid(),
                object.resourceVersion(),
                switch (key.kind()) {
                    case CONFIG_MAP -> values(data, Content::of);
                    case SECRET -> values(data, ConfigDecoder::decodeBase64);
                },
                values(object.json().path("binaryData"), ConfigDecoder::decodeBase64),
                object.json().path("immutable").asBoolean(false));
    }

    private static SortedMap<String, Content> values(
            JsonNode node, Function<String, Content> decoder) {
        SortedMap<String, Content> values = new TreeMap<>();
        node.properties()
                .forEach(entry ->
                        values.put(entry.getKey(), decoder.apply(entry.getValue().asString(""))));
        return values;
    }

    /// The API allows line breaks in base64, as Go's decoder does.
    private static Content decodeBase64(String text) {
        return Content.of(Base64.getMimeDecoder().decode(text));
    }
}
