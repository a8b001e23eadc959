package dev.purser.server.discovery;

import dev.purser.server.endpoint.Exchange;
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
            return Optional.of(single(segments[0], segments[1]));
        }
        return Optional.of(all(segments[0], exchange));
    }

    /// What one of the roots looks at.
    private List<Check> checks(String root) {
        return checks.stream().filter(check -> check.isPartOf(root)).toList();
    }

    private Answer single(String root, String name) {
        return checks(root).stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .map(check ->
                        check.complaint()
                                .get()
                                .map(why ->
                                        Answer.text(500, "internal server error: " + why + "\n"))
                                .orElseGet(() -> Answer.text(200, "ok")))
                .orElseGet(() -> Answer.text(404, "404 page not found\n"));
    }

    private Answer all(String root, Exchange exchange) {
        List<String> excluded = exchange.request().query().all("exclude");
        StringBuilder report = new StringBuilder();
        boolean healthy = true;
        for (Check check : checks(root)) {
            if (excluded.contains(check.name())) {
                report.append("[+]%s excluded: ok\n".formatted(check.name()));
            } else if (check.complaint().get().isEmpty()) {
                report.append("[+]%s ok\n".formatted(check.name()));
            } else {
                healthy = false;
                report.append("[-]%s failed: reason withheld\n".formatted(check.name()));
            }
        }
        List<String> unknown =
                excluded.stream()
                        .filter(name -> checks(root).stream().noneMatch(c -> c.name().equals(name)))
                        .distinct()
                        .sorted()
                        .toList();
        if (!unknown.isEmpty()) {
            report.append(
                    "warn: some health checks cannot be excluded: no matches for \"%s\"\n"
                            .formatted(String.join("\", \"", unknown)));
        }
        if (!healthy) {
            return Answer.text(500, report + root + " check failed\n");
        }
        return exchange.request().query().has("verbose")
                ? Answer.text(200, report + root + " check passed\n")
                : Answer.text(200, "ok");
    }
}
