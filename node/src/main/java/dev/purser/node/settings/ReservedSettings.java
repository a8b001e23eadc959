package dev.purser.node.settings;

import dev.purser.api.quantity.Quantity;
import java.util.Map;

/// What of the machine is kept from pods, by the name of the resource.
///
/// @param enforced whether the cgroup above all pods is limited to what is left
public record ReservedSettings(
        Map<String, Quantity> system, Map<String, Quantity> kube, boolean enforced) {
    public ReservedSettings {
        system = Map.copyOf(system);
        kube = Map.copyOf(kube);
    }
}
