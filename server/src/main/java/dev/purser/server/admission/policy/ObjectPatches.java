package dev.purser.server.admission.policy;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.managed.UntrackedApply;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.PatchType;
import dev.purser.api.status.StatusException;
import dev.purser.cel.policy.MutatingPolicy;
import dev.purser.cel.policy.MutationException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Applies what policies want to objects.
final class ObjectPatches {
    private ObjectPatches() {}

    /// The object with a change; the object itself stays as it is.
    ///
    /// @throws MutationException if the change does not fit the object
    static KubeObject apply(MutatingPolicy.Patch patch, KubeObject object, Completion.Form form)
            throws MutationException {
        ObjectNode changed =
                switch (patch) {
                    case MutatingPolicy.ApplyConfiguration(ObjectNode fields) ->
                            merged(fields, object, form);
                    case MutatingPolicy.JsonOperations(ArrayNode operations) ->
                            operated(operations, object, form);
                };
        try {
            return form.complete(KubeObject.of(changed));
        } catch (DecodingException e) {
            throw new MutationException(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode merged(ObjectNode fields, KubeObject object, Completion.Form form)
            throws MutationException {
        ObjectNode configuration = fields.deepCopy();
        configuration.set("apiVersion", object.json().path("apiVersion"));
        configuration.set("kind", object.json().path("kind"));
        UntrackedApply apply = new UntrackedApply(form.schema());
        List<String> misfits = apply.misfits(configuration);
        if (!misfits.isEmpty()) {
            String all =
                    misfits.size() == 1
                            ? misfits.getFirst()
                            : "errors:\n  " + String.join("\n  ", misfits);
            throw new MutationException(
                    "error applying patch: failed to convert patch object to typed object: " + all);
        }
        List<String> atomics = apply.atomics(configuration);
        if (!atomics.isEmpty()) {
            throw new MutationException(
                    "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays,"
                            + " maps or structs: "
                            + String.join(", ", atomics));
        }
        return apply.merge(object.json(), configuration);
    }

    /// A test that fails leaves the object as it is; another operation that cannot be done is an
    /// error.
    private static ObjectNode operated(
            ArrayNode operations, KubeObject object, Completion.Form form)
            throws MutationException {
        ObjectNode changed = object.json().deepCopy();
        for (JsonNode operation : operations) {
            ArrayNode one = JsonNodeFactory.instance.arrayNode().add(operation);
            try {
                changed =
                        PatchType.JSON.read(one, List.of()).apply(changed, form.schema()).object();
            } catch (StatusException e) {
                Optional<String> why = JsonPatchMismatch.why(operation, changed);
                if (why.isEmpty()) {
                    return object.json().deepCopy();
                }
                throw new MutationException("JSON Patch: " + why.get());
            }
        }
        return changed;
    }
}
