package dev.purser.api.patch;

import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.status.GoQuoted;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a patch made of an object, not decoded yet.
///
/// @param object the new tree; the caller owns it
/// @param shown the text by which an error message shows what could not be decoded
/// @param strictErrors what strict field validation refuses and otherwise becomes a warning:
///   `duplicate field "data.k"`; unknown fields are found by decoding, not here
public record Patched(ObjectNode object, String shown, List<String> strictErrors) {
    public Patched {
        strictErrors = List.copyOf(strictErrors);
    }

    /// A patch's result.
    ///
    /// @param shown as above, but not used for a Secret: there the message must not hold values,
    ///   unlike Kubernetes' own
    static Patched of(
            ObjectNode object, String shown, ObjectSchema schema, List<String> strictErrors) {
        return new Patched(object, schema.isSecret() ? "(hidden)" : shown, strictErrors);
    }

    /// The 422 answer for a result that could not be decoded.
    ///
    /// @param why the decoder's message, or `strict decoding error: …`
    public StatusException undecodable(String why) {
        String detail = "Invalid value: %s: %s".formatted(GoQuoted.of(shown), why);
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putArray("causes")
                .addObject()
                .put("reason", "FieldValueInvalid")
                .put("message", detail)
                .put("field", "patch");
        return new StatusException(
                StatusReason.INVALID, " \"\" is invalid: patch: " + detail, details);
    }

    /// Does not show the object, which may be a Secret.
    @Override
    public String toString() {
        return "Patched[strictErrors=" + strictErrors + "]";
    }
}
