package dev.purser.api.kind.storage;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Checks of the names of storage drivers and of what is said to them.
final class Drivers {
    private static final int NAME_MAX = 63;
    private static final int PARAMETERS_MAX = 512;
    private static final int PARAMETERS_BYTES_MAX = 256 * 1024;

    private Drivers() {}

    /// The name of a CSI driver.
    static void validateName(String name, String path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        if (name.length() > NAME_MAX) {
            errors.tooLong(path, NAME_MAX);
        }
        errors.invalidEach(path, name, Names.subdomainErrors(name.toLowerCase(Locale.ROOT)));
    }

    /// The name of what provisions volumes.
    static void validateProvisioner(String name, String path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
        } else {
            Labels.validateKey(name.toLowerCase(Locale.ROOT), path, errors);
        }
    }

    static void validateParameters(JsonNode parameters, FieldErrors errors) {
        if (parameters.size() > PARAMETERS_MAX) {
            errors.tooLong("parameters", PARAMETERS_MAX);
            return;
        }
        if (parameters.has("")) {
            errors.invalid("parameters", "", "field can not be empty.");
        }
        if (bytes(parameters) > PARAMETERS_BYTES_MAX) {
            errors.tooLong("parameters", PARAMETERS_BYTES_MAX);
        }
    }

    /// The size of all keys and values together.
    static long bytes(JsonNode map) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            bytes += size(entry.getKey()) + size(entry.getValue().asString(""));
        }
        return bytes;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
