package dev.purser.node.serve;

import dev.purser.wire.health.HealthChecks;
import dev.purser.wire.health.HealthChecks.Check;
import dev.purser.wire.http.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `/healthz`, whole or check by check.
final class HealthEndpoint implements Endpoint {
    private static final String NAME = "check";

    private final HealthChecks checks;

    /// @param syncLoop what is wrong with the loops of the pods
    HealthEndpoint(Supplier<Optional<String>> syncLoop) {
        this.checks =
                new HealthChecks(
                        List.of(
                                new Check("ping", Optional::empty),
                                new Check("log", Optional::empty),
                                new Check("syncloop", syncLoop)));
    }

    @Override
    public Answer answer(Call call) {
        String name = call.parameter(NAME);
        return name.isEmpty() ? checks.all("healthz", call.query()) : checks.one(name);
    }
}
