package dev.purser.server.admission.policy;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.Once;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// A policy with its bindings. Immutable and thread-safe.
///
/// @param paramKind a missing node if the policy has no parameters
/// @param compiled the policy's expressions, compiled when they are first needed
/// @param <P> what the expressions become
record BoundPolicy<P>(
        String name,
        RequestMatch match,
        JsonNode paramKind,
        boolean failsClosed,
        Supplier<P> compiled,
        List<Binding> bindings) {

    /// @param compile makes what `compiled` yields of a policy's spec
    static <P> BoundPolicy<P> of(
            KubeObject object, Function<JsonNode, P> compile, List<Binding> bindings) {
        JsonNode spec = object.spec();
        return new BoundPolicy<>(
                object.name(),
                RequestMatch.of(spec.path("matchConstraints")),
                spec.path("paramKind"),
                !spec.path("failurePolicy").asString("").equals("Ignore"),
                new Once<>(() -> compile.apply(spec)),
                bindings);
    }

    BoundPolicy<P> with(List<Binding> others) {
        return new BoundPolicy<>(name, match, paramKind, failsClosed, compiled, others);
    }
}
