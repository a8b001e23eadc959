package dev.purser.node.report;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.environment.NodeResources;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.settings.ReservedSettings;
import dev.purser.node.settings.Signal;
import dev.purser.node.settings.Threshold;
import java.util.Map;
import java.util.TreeMap;

/// What the node has, and what of it pods may ask for: all but what is reserved for the system, and
/// what has to stay free so that nothing is evicted. Immutable.
///
/// @param capacity by resource
/// @param allocatable by resource
/// @param podsMemoryBytes the memory that pods may use together
public record NodeCapacity(
        Map<String, Quantity> capacity, Map<String, Quantity> allocatable, long podsMemoryBytes) {
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final String STORAGE = "ephemeral-storage";

    public NodeCapacity {
        capacity = Map.copyOf(capacity);
        allocatable = Map.copyOf(allocatable);
    }

    /// Works it out for a machine.
    public static NodeCapacity of(Machine machine, KubeletConfiguration settings) {
        Map<String, Quantity> capacity = new TreeMap<>(machine.hugePages());
        capacity.put(CPU, Quantity.of(machine.cpus()));
        capacity.put(MEMORY, machine.memory());
        capacity.put(STORAGE, Quantity.of(machine.storageBytes()));
        capacity.put("pods", Quantity.of(settings.pods().capacity(machine.cpus())));
        Map<String, Quantity> allocatable = new TreeMap<>(capacity);
        long huge = machine.hugePages().values().stream().mapToLong(Quantity::value).sum();
        take(allocatable, MEMORY, Quantity.ofBytes(huge));
        ReservedSettings reserved = settings.reserved();
        for (String name : new String[] {CPU, MEMORY, STORAGE}) {
            take(allocatable, name, reserved.system().getOrDefault(name, Quantity.ZERO));
            take(allocatable, name, reserved.kube().getOrDefault(name, Quantity.ZERO));
        }
        long podsMemory = allocatable.getOrDefault(MEMORY, Quantity.ZERO).value();
        for (Threshold each : settings.eviction().thresholds()) {
            if (each.isHard() && each.signal() == Signal.MEMORY_AVAILABLE) {
                long bytes = each.value().of(machine.memoryBytes());
                take(allocatable, MEMORY, Quantity.ofBytes(bytes));
            } else if (each.isHard() && each.signal() == Signal.NODEFS_AVAILABLE) {
                take(allocatable, STORAGE, Quantity.of(each.value().of(machine.storageBytes())));
            }
        }
        return new NodeCapacity(capacity, allocatable, podsMemory);
    }

    private static void take(Map<String, Quantity> amounts, String name, Quantity amount) {
        Quantity left = amounts.getOrDefault(name, Quantity.ZERO).subtract(amount);
        if (left.signum() < 0) {
            left = Quantity.ZERO;
        }
        amounts.put(name, left);
    }

    /// What pods may ask for of the three resources that every pod has.
    public NodeResources resources() {
        return new NodeResources(amount(CPU), amount(MEMORY), amount(STORAGE));
    }

    private Quantity amount(String name) {
        return allocatable.getOrDefault(name, Quantity.ZERO);
    }
}
