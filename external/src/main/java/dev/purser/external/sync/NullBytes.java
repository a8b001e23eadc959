package dev.purser.external.sync;

import dev.purser.external.secret.SecretValue;
import dev.purser.external.transform.TransformException;
import tools.jackson.databind.JsonNode;

/// Refuses values with null bytes where a `nullBytePolicy` says so.
final class NullBytes {
    private NullBytes() {}

    /// @param source has the policy
    static void check(JsonNode source, String key, SecretValue value) throws TransformException {
        if (!source.path("nullBytePolicy").asString("").equals("Fail")) {
            return;
        }
        for (byte b : value.bytes()) {
            if (b == 0) {
                throw new TransformException(
                        "fetched secret value for key \"%s\" contains null bytes; use a text-safe format such as PEM/base64 or leave nullBytePolicy unset for intentional binary data"
                                .formatted(key));
            }
        }
    }
}
