package dev.purser.api.patch;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The errors of patches, with Kubernetes' texts.
public final class PatchErrors {
    private PatchErrors() {}

    /// The body is no JSON at all.
    public static StatusException notJson() {
        return StatusErrors.badRequest("invalid JSON patch");
    }

    /// A null where a merge patch must be.
    static StatusException nullMergePatch() {
        return StatusErrors.badRequest("Invalid JSON Patch");
    }

    /// A JSON patch that does not fit the object; Kubernetes does not tell clients why.
    static StatusException doesNotApply() {
        return new StatusException(
                StatusReason.INVALID,
                "the server rejected our request due to an error in our request",
                JsonNodeFactory.instance.objectNode());
    }

    static StatusException tooManyOperations(int max, int count) {
        return new StatusException(
                StatusReason.REQUEST_ENTITY_TOO_LARGE,
                "Request entity too large: The allowed maximum operations in a JSON patch is %d, got %d"
                        .formatted(max, count));
    }

    static StatusException badRetainKeys() {
        return StatusErrors.badRequest("invalid patch format of retainKeys");
    }

    static StatusException badPrimitiveList() {
        return StatusErrors.badRequest("invalid patch format of primitive list");
    }

    static StatusException badElementOrder() {
        return StatusErrors.badRequest("invalid patch format of setElementOrder list");
    }

    static StatusException noMergeKey(JsonNode item, String key) {
        return failed(
                "map: %s does not contain declared merge key: %s"
                        .formatted(GoText.print(item), key));
    }

    static StatusException badDirective(JsonNode directive, JsonNode map) {
        return failed(
                "unknown patch type: %s in map: %s"
                        .formatted(GoText.print(directive), GoText.print(map)));
    }

    /// What Kubernetes answers with a bare 500 for, though the client is to blame.
    static StatusException failed(String message) {
        return new StatusException(StatusReason.UNKNOWN, message);
    }
}
