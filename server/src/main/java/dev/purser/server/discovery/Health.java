package dev.purser.server.discovery;

import dev.purser.server.endpoint.Exchange;
import dev.purser.wire.health.HealthChecks;
import dev.purser.wire.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// `/healthz`, `/livez` and `/readyz`, whole or check by check. Thread-safe.
public final class Health implements Documents.Document {
    private static final Set<String> ROOTS = Set.of("healthz", "livez", "readyz");

    private final List<Check> checks;

    /// @param checks beside `ping`, in the order in which they are reported
    public Health(List<Check> checks) {
        List<Check> all = new ArrayList<>();
        all.add(Check.of("ping", Phase.ALWAYS, () -> true));
        all.addAll(checks);
        this.checks = List.copyOf(all);
    }

    /// One thing that must be well.
    ///
    /// @param phase when it matters
    /// @param complaint what is wrong; empty when nothing is
    public record Check(String name, Phase phase, Supplier<Optional<String>> complaint) {
        /// A check that has nothing to say about what is wrong.
        public static Check of(String name, Phase phase, BooleanSupplier healthy) {
            return new Check(
                    name,
                    phase,
                    () ->
                            healthy.getAsBoolean()
                                    ? Optional.empty()
                                    : Optional.of(name + " failed"));
        }

        private boolean isPartOf(String root) {
            return phase == Phase.ALWAYS || root.equals("readyz");
        }
    }

    /// When a check matters.
    public enum Phase {
        ALWAYS,
        /// It tells whether requests are welcome, not whether the server lives.
        READINESS
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        String path = exchange.request().path();
        String[] segments = path.substring(1).split("/", 2);
        if (!ROOTS.contains(segments[0])) {
            return Optional.empty();
        }
        if (segments.length == 2 && !segments[1].isEmpty()) {
            return Optional.of(checks(segments[0]).one(segments[1]));
        }
        return Optional.of(checks(segments[0]).all(segments[0], exchange.request().query()));
    }

    /// What one of the roots looks at.
    private HealthChecks checks(String root) {
        return new HealthChecks(
                checks.stream()
                        .filter(check -> check.isPartOf(root))
                        .map(check -> new HealthChecks.Check(check.name(), check.complaint()))
                        .toList());
    }
}
