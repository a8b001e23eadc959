package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// All policies of one kind that are bound, always as of the last write. Thread-safe: readers take
/// no lock.
///
/// @param <P> what the expressions of a policy become
final class PolicyIndex<P> {
    private static final String GROUP = "admissionregistration.k8s.io";

    private final Map<String, BoundPolicy<P>> policies = new TreeMap<>();
    private final Map<String, Binding> bindings = new TreeMap<>();
    private final Function<JsonNode, P> compile;
    private volatile List<BoundPolicy<P>> active = List.of();

    /// Begins to follow policies and bindings, beginning with what there is.
    ///
    /// @param singular what resources are called without their ending, `validatingadmissionpolic`
    PolicyIndex(ObjectSource source, String singular, Function<JsonNode, P> compile) {
        this.compile = compile;
        source.follow(resource(singular + "ies"), this::changePolicy);
        source.follow(resource(singular + "ybindings"), this::changeBinding);
    }

    private static GroupVersionResource resource(String name) {
        return new GroupVersionResource(GROUP, "v1", name);
    }

    /// Policies that have bindings, by name.
    List<BoundPolicy<P>> active() {
        return active;
    }

    private synchronized void changePolicy(ObjectSource.Write write) {
        KubeObject policy = write.object();
        switch (write) {
            case ObjectSource.Put _ ->
                    policies.put(policy.name(), BoundPolicy.of(policy, compile, List.of()));
            case ObjectSource.Gone _ -> policies.remove(policy.name());
        }
        rebuild();
    }

    private synchronized void changeBinding(ObjectSource.Write write) {
        KubeObject binding = write.object();
        switch (write) {
            case ObjectSource.Put _ -> bindings.put(binding.name(), Binding.of(binding));
            case ObjectSource.Gone _ -> bindings.remove(binding.name());
        }
        rebuild();
    }

    private void rebuild() {
        active =
                policies.values().stream()
                        .map(policy ->
                                policy.with(
                                        bindings.values().stream()
                                                .filter(binding ->
                                                        binding.policy().equals(policy.name()))
                                                .toList()))
                        .filter(policy -> !policy.bindings().isEmpty())
                        .toList();
    }
}
