package dev.purser.api.kind.core;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.pod.ResourceNames;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpFamily;
import dev.purser.api.network.IpNetwork;
import dev.purser.api.network.IpRules;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks Nodes (`ValidateNode`). Stateless and thread-safe.
final class NodeValidation {
    private static final List<String> EFFECTS =
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final String RANGES = "podCIDRs";
    private static final String PROVIDER = "providerID";
    private static final String TAINT = "io.k8s.api.core.v1.Taint";

    private final GoForm goForm;

    NodeValidation(GoForm goForm) {
        this.goForm = goForm;
    }

    void validate(KubeObject node, FieldErrors errors) {
        validateTaints(node, errors);
        validateAmounts(node, errors);
        JsonNode list = node.spec().path(RANGES);
        List<String> ranges = Trees.texts(node.spec(), RANGES);
        Set<IpFamily> families = new HashSet<>();
        for (int i = 0; i < ranges.size(); i++) {
            IpRules.validateNetwork(ranges.get(i), "spec.%s[%d]".formatted(RANGES, i), errors);
            IpNetwork.parse(ranges.get(i)).map(IpNetwork::family).ifPresent(families::add);
        }
        if (ranges.size() > 2 || (ranges.size() == 2 && families.size() < 2)) {
            errors.invalid(
                    "spec." + RANGES, list, "may specify no more than one CIDR for each IP family");
        }
    }

    /// Kubernetes says that taints are metadata, where they once were.
    private void validateTaints(KubeObject node, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        List<ObjectNode> taints = Trees.items(node.spec(), "taints");
        for (int i = 0; i < taints.size(); i++) {
            ObjectNode taint = taints.get(i);
            String path = "metadata.taints[%d]".formatted(i);
            String key = Trees.text(taint, "key");
            String effect = Trees.text(taint, "effect");
            String value = Trees.text(taint, "value");
            Labels.validateKey(key, path + ".key", errors);
            String complaint = String.join(";", LabelSyntax.valueErrors(value));
            if (!complaint.isEmpty()) {
                errors.invalid(path + ".value", value, complaint);
            }
            if (effect.isEmpty()) {
                errors.required(path + ".effect", "");
            } else if (!EFFECTS.contains(effect)) {
                errors.notSupported(path + ".effect", effect, EFFECTS);
            }
            if (!seen.add(key + ":" + effect)) {
                errors.duplicateShown(
                        path,
                        goForm.compact(taint, TAINT)
                                + ": taints must be unique by key and effect pair");
            }
        }
    }

    private static void validateAmounts(KubeObject node, FieldErrors errors) {
        for (String list : List.of("capacity", "allocatable")) {
            JsonNode amounts = node.json().path("status").path(list);
            for (Map.Entry<String, JsonNode> amount : amounts.properties()) {
                String path = "status.%s.%s".formatted(list, amount.getKey());
                Quantity quantity = Quantity.parse(amount.getValue().asString("0"));
                if (quantity.signum() < 0) {
                    errors.invalid(path, quantity.toString(), "must be greater than or equal to 0");
                }
                if (ResourceNames.isInteger(amount.getKey()) && Quantities.isFractional(quantity)) {
                    errors.invalid(path, quantity.toString(), "must be an integer");
                }
            }
        }
    }

    /// What is given to a node once stays.
    void validateChange(KubeObject node, KubeObject old, FieldErrors errors) {
        JsonNode ranges = old.spec().path(RANGES);
        if (!ranges.isEmpty() && !ranges.equals(node.spec().path(RANGES))) {
            errors.forbidden(
                    "spec." + RANGES,
                    "node updates may not change podCIDR except from \"\" to valid");
        }
        String provider = Trees.text(node.spec(), PROVIDER);
        String before = Trees.text(old.spec(), PROVIDER);
        if (!before.isEmpty() && !provider.equals(before)) {
            errors.invalidShown(
                    "spec." + PROVIDER,
                    "null",
                    provider.isEmpty()
                            ? "field cannot be cleared once set"
                            : "field cannot be modified once set");
        }
        if (!Trees.text(node.spec(), "externalID").equals(Trees.text(old.spec(), "externalID"))) {
            errors.forbidden("spec.externalID", "may not be updated");
        }
        Set<JsonNode> addresses = new HashSet<>();
        List<ObjectNode> given = Trees.items(node.json().path("status"), "addresses");
        for (int i = 0; i < given.size(); i++) {
            if (!addresses.add(given.get(i))) {
                errors.duplicateShown(
                        "status.addresses[%d]".formatted(i),
                        goForm.compact(given.get(i), "io.k8s.api.core.v1.NodeAddress"));
            }
        }
    }
}
