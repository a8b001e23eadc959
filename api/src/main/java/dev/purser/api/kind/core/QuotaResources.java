package dev.purser.api.kind.core;

import dev.purser.api.kind.pod.ResourceNames;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Set;

/// The names of resources as quotas and limit ranges know them.
final class QuotaResources {
    private static final Set<String> COMPUTE =
            Set.of(
                    "cpu",
                    "memory",
                    "limits.cpu",
                    "limits.memory",
                    "requests.cpu",
                    "requests.memory");

    private QuotaResources() {}

    /// Whether the quota system itself knows the resource.
    static boolean isStandard(String name) {
        return ResourceNames.isStandard(name) && !name.equals("storage");
    }

    /// Whether a quota of this scope may bound the resource.
    static boolean fits(String scope, String name) {
        return switch (scope) {
            case "Terminating",
                    "NotTerminating",
                    "NotBestEffort",
                    "PriorityClass",
                    "CrossNamespacePodAffinity" ->
                    name.equals("pods") || COMPUTE.contains(name);
            case "BestEffort" -> name.equals("pods");
            case "VolumeAttributesClass" ->
                    name.equals("persistentvolumeclaims") || name.equals("requests.storage");
            default -> true;
        };
    }

    /// Checks names and amounts of a map.
    static void validate(Spot amounts) {
        amounts.members(QuotaResources::validateOne);
    }

    private static void validateOne(String name, Spot amount) {
        List<String> complaints = LabelSyntax.keyErrors(name);
        complaints.forEach(why -> amount.errors().invalid(amount.path(), name, why));
        boolean isPlain = !name.contains("/");
        if (isPlain && complaints.isEmpty() && !ResourceNames.isStandard(name)) {
            amount.errors()
                    .invalid(
                            amount.path(),
                            name,
                            "must be a standard resource type or fully qualified");
        }
        if (isPlain && !isStandard(name)) {
            amount.errors().invalid(amount.path(), name, "must be a standard resource for quota");
        }
        Quantity quantity = Quantity.parse(amount.node().asString("0"));
        if (quantity.signum() < 0) {
            amount.invalid("must be greater than or equal to 0");
        }
        if (ResourceNames.isInteger(name) && Quantities.isFractional(quantity)) {
            amount.invalid("must be an integer");
        }
    }
}
