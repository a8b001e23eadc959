package dev.purser.api.kind.apiextensions;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Checks where `/scale` finds its numbers.
final class SubresourceValidation {
    private SubresourceValidation() {}

    static void validate(SharedParts.Part part, FieldErrors errors) {
        JsonNode scale = part.value().path("scale");
        if (!scale.isObject()) {
            return;
        }
        String path = part.path() + ".scale";
        count(scale, "specReplicasPath", ".spec", path, errors);
        count(scale, "statusReplicasPath", ".status", path, errors);
        String selector = Trees.text(scale, "labelSelectorPath");
        String place = path + ".labelSelectorPath";
        if (!selector.isEmpty() && ColumnValidation.isSimplePath(selector, place, errors)) {
            if (List.of(".spec.", ".status.").stream().noneMatch(selector::startsWith)) {
                errors.invalid(
                        place, selector, "should be a json path under either .spec or .status");
            }
        }
    }

    private static void count(
            JsonNode scale, String field, String root, String path, FieldErrors errors) {
        String place = path + "." + field;
        String value = Trees.text(scale, field);
        if (value.isEmpty()) {
            errors.required(place, "");
        } else if (ColumnValidation.isSimplePath(value, place, errors)
                && !value.startsWith(root + ".")) {
            errors.invalid(place, value, "should be a json path under " + root);
        }
    }
}
