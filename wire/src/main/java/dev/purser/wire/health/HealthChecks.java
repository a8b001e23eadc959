package dev.purser.wire.health;

import dev.purser.wire.http.Answer;
import dev.purser.wire.request.Query;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/// What must be well, and how Kubernetes' programs tell whether it is. Thread-safe, if the checks
/// are.
///
/// @param checks in the order in which they are reported
public record HealthChecks(List<Check> checks) {
    /// One thing that must be well.
    ///
    /// @param complaint what is wrong; empty when nothing is
    public record Check(String name, Supplier<Optional<String>> complaint) {}

    /// Whether one of them is well; 404 when there is no such check.
    public Answer one(String name) {
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

    /// Whether all are well, but for those that the query leaves out by `exclude`. What is wrong is
    /// not said: anybody may ask.
    ///
    /// @param title what is asked for, such as `readyz`
    /// @param query with `verbose` for a line a check
    public Answer all(String title, Query query) {
        List<String> excluded = query.all("exclude");
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
        warnOfUnknown(excluded, report);
        if (!healthy) {
            return Answer.text(500, report + title + " check failed\n");
        }
        return query.has("verbose")
                ? Answer.text(200, report + title + " check passed\n")
                : Answer.text(200, "ok");
    }

    private void warnOfUnknown(List<String> excluded, StringBuilder report) {
        TreeSet<String> unknown = new TreeSet<>(excluded);
        checks.forEach(check -> unknown.remove(check.name()));
        if (!unknown.isEmpty()) {
            report.append(
                    "warn: some health checks cannot be excluded: no matches for \"%s\"\n"
                            .formatted(String.join("\", \"", unknown)));
        }
    }
}
