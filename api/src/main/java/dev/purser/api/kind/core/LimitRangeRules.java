package dev.purser.api.kind.core;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// LimitRanges.
public final class LimitRangeRules implements KindRules {
    private static final List<String> LISTS =
            List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio");
    private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");

    @Override
    public boolean namesNameless() {
        return true;
    }

    @Override
    public void setDefaults(KubeObject object) {
        for (ObjectNode limit : Trees.items(object.spec(), "limits")) {
            LISTS.forEach(list -> Quantities.roundUp(limit.path(list)));
            if (Trees.text(limit, "type").equals("Container")) {
                ObjectNode limits = Trees.ensure(limit, "default");
                ObjectNode requests = Trees.ensure(limit, "defaultRequest");
                fill(limits, limit.path("max"));
                fill(requests, limits);
                fill(requests, limit.path("min"));
            }
        }
    }

    private static void fill(ObjectNode amounts, JsonNode others) {
        for (Map.Entry<String, JsonNode> other : others.properties()) {
            if (!amounts.has(other.getKey())) {
                amounts.set(other.getKey(), other.getValue());
            }
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Set<String> types = new HashSet<>();
        for (Spot limit : new Spot(object.spec(), "spec", errors).items("limits")) {
            Spot type = limit.at("type");
            validateType(type);
            if (!types.add(type.text())) {
                errors.duplicate(type.path(), type.text());
            }
            new LimitValidation(limit).validate();
        }
    }

    private static void validateType(Spot type) {
        List<String> complaints = LabelSyntax.keyErrors(type.text());
        complaints.forEach(type::invalidText);
        if (complaints.isEmpty() && !type.text().contains("/") && !TYPES.contains(type.text())) {
            type.invalidText("must be a standard limit type or fully qualified");
        }
    }
}
