package dev.purser.api.patch;

import dev.purser.api.codec.FieldValidation;
import dev.purser.api.status.StatusErrors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The patch formats whose bodies change a tree, by their media type.
public enum PatchType {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC_MERGE("application/strategic-merge-patch+json");

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /// The type of this media type, without parameters.
    public static Optional<PatchType> of(String mediaType) {
        return Arrays.stream(values()).filter(type -> type.mediaType.equals(mediaType)).findFirst();
    }

    /// Reads a patch.
    ///
    /// @param body the request's body
    /// @param duplicates what the JSON reader found wrong but readable: `duplicate field "data.k"`
    /// @throws dev.purser.api.status.StatusException 400 if the body has the wrong shape
    public Patch read(JsonNode body, List<String> duplicates) {
        return read(body, duplicates, FieldValidation.WARN);
    }

    /// Reads a patch as strictly as the request wants: where nothing about fields is to be said,
    /// Kubernetes does not even look, and complains later and in other words.
    ///
    /// @param body the request's body
    /// @param duplicates what the JSON reader found wrong but readable: `duplicate field "data.k"`
    /// @throws dev.purser.api.status.StatusException 400 if the body has the wrong shape
    public Patch read(JsonNode body, List<String> duplicates, FieldValidation validation) {
        return switch (this) {
            case JSON ->
                    validation == FieldValidation.IGNORE
                            ? JsonPatch.unchecked(body)
                            : JsonPatch.of(body, duplicates);
            case MERGE -> {
                if (validation != FieldValidation.IGNORE) {
                    requireObject(body, "error decoding patch: ");
                }
                yield new MergePatch(body, duplicates);
            }
            case STRATEGIC_MERGE -> {
                requireObject(body, "");
                yield new StrategicMergePatch(body, duplicates);
            }
        };
    }

    private static void requireObject(JsonNode body, String prefix) {
        if (!body.isObject() && !body.isNull()) {
            throw StatusErrors.badRequest(
                    "%sjson: cannot unmarshal %s into Go value of type map[string]interface {}"
                            .formatted(prefix, GoText.jsonType(body)));
        }
    }
}
