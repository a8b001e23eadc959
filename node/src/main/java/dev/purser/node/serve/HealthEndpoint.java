package dev.purser.node.serve;

import dev.purser.wire.http.Answer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/// `/healthz`, whole or check by check.
final class HealthEndpoint implements Endpoint {
    private static final String NAME = "check";

    private final List<Check> checks;

    /// @param complaint what is wrong; empty when nothing is
    record Check(String name, Supplier<Optional<String>> complaint) {}

    /// @param syncLoop what is wrong with the loops of the pods
    HealthEndpoint(Supplier<Optional<String>> syncLoop) {
        this.checks =
                List.of(
                        new Check("ping", Optional::empty),
                        new Check("log", Optional::empty),
                        new Check("syncloop", syncLoop));
    }

    @Override
    public Answer answer(Call call) {
        String name = call.parameter(NAME);
        return name.isEmpty() ? all(call) : one(name);
    }

    private Answer one(String name) {
        return checks.stream()
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

    private Answer all(Call call) {
        List<String> excluded = call.query().all("exclude");
        StringBuilder report = new StringBuilder();
        boolean healthy = true;
        for (Check check : checks) {
            if (excluded.contains(check.name())) {
                report.append("[+]%s excluded: ok\n".formatted(check.name()));
            } else if (check.complaint().get().isEmpty()) {
                report.append("[+]%s ok\n".formatted(check.name()));
            } else {
                healthy = false;
                report.append("[-]%s failed: reason withheld\n".formatted(check.name()));
            }
        }
        TreeSet<String> unknown = new TreeSet<>(excluded);
        checks.forEach(check -> unknown.remove(check.name()));
        if (!unknown.isEmpty()) {
            report.append("warn: some health checks cannot be excluded: no matches for \"")
                    .append(String.join("\", \"", unknown))
                    .append("\"\n");
        }
        if (!healthy) {
            return Answer.text(500, report + "healthz check failed\n");
        }
        return call.query().has("verbose")
                ? Answer.text(200, report + "healthz check passed\n")
                : Answer.text(200, "ok");
    }
}
