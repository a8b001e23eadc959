package dev.purser.api.kind.core;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// ConfigMaps: keys that can be names of files, one mebibyte of values, immutability (KEP-1412).
public final class ConfigMapRules implements KindRules {
    static final int BYTES_MAX = 1024 * 1024;

    private static final String DATA = "data";
    private static final String BINARY_DATA = "binaryData";

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        JsonNode data = object.json().path(DATA);
        JsonNode binaryData = object.json().path(BINARY_DATA);
        validateKeys(data, DATA, errors);
        long bytes = 0;
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            if (binaryData.has(entry.getKey())) {
                duplicate(DATA, entry.getKey(), BINARY_DATA, errors);
            }
            bytes += entry.getValue().asString("").getBytes(StandardCharsets.UTF_8).length;
        }
        validateKeys(binaryData, BINARY_DATA, errors);
        for (Map.Entry<String, JsonNode> entry : binaryData.properties()) {
            if (data.has(entry.getKey())) {
                duplicate(BINARY_DATA, entry.getKey(), DATA, errors);
            }
            bytes += decodedLength(entry.getValue().asString(""));
        }
        if (bytes > BYTES_MAX) {
            errors.tooLong("[]", BYTES_MAX);
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        ImmutableData.validateUpdate(object, old, errors, DATA, BINARY_DATA);
        validate(object, errors);
    }

    static void validateKeys(JsonNode data, String path, FieldErrors errors) {
        for (String key : data.propertyNames()) {
            for (String why : Names.configKeyErrors(key)) {
                errors.invalid("%s[%s]".formatted(path, key), key, why);
            }
        }
    }

    /// The number of bytes that a base64 text stands for.
    static long decodedLength(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4L * 3 - padding;
    }

    private static void duplicate(String path, String key, String other, FieldErrors errors) {
        errors.invalid("%s[%s]".formatted(path, key), key, "duplicate of key present in " + other);
    }
}
