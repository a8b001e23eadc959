package dev.purser.api.patch;

import dev.purser.api.codec.GoConversion;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.status.StatusException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Strategic merge patch: like a merge patch, but the schema tells how lists merge, and directives
/// (`$patch`, `$retainKeys`, `$setElementOrder/…`, `$deleteFromPrimitiveList/…`) tell what else to
/// do.
///
/// See
/// <https://git.k8s.io/community/contributors/devel/sig-api-machinery/strategic-merge-patch.md>.
public final class StrategicMergePatch implements Patch {
    private final JsonNode body;
    private final List<String> strictErrors;

    StrategicMergePatch(JsonNode body, List<String> strictErrors) {
        this.body = body;
        this.strictErrors = List.copyOf(strictErrors);
    }

    @Override
    public Patched apply(ObjectNode current, ObjectSchema schema) {
        ObjectNode patch =
                body instanceof ObjectNode object
                        ? object.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        ObjectNode result = merge(current, patch, schema);
        result.set("kind", current.path("kind"));
        result.set("apiVersion", current.path("apiVersion"));
        Patched patched = Patched.of(result, GoText.print(patch), schema, strictErrors);
        GoConversion.check(result, schema)
                .ifPresent(why -> {
                    throw patched.undecodable(why);
                });
        GoConversion.narrowNumbers(result, schema);
        return patched;
    }

    private static ObjectNode merge(ObjectNode current, ObjectNode patch, ObjectSchema schema) {
        try {
            return StrategicMerge.merge(current.deepCopy(), patch, Optional.of(schema));
        } catch (StatusException e) {
            if (schema.isSecret() && e.code() >= 500) {
                // The message quotes the patch, which may hold values.
                throw PatchErrors.failed("the patch cannot be merged into the Secret");
            }
            throw e;
        }
    }
}
