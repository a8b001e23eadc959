package dev.purser.api.extension;

import java.util.ArrayList;
import java.util.List;

/// What validating a value gathered. The count of checks made decides which of several alternatives
/// came closest, whose problems are then reported. Not thread-safe.
final class Outcome {
    private final List<Problem> problems = new ArrayList<>();
    private int checks;

    static Outcome of(Problem problem) {
        Outcome outcome = new Outcome();
        outcome.add(problem);
        return outcome;
    }

    /// Adds a problem, unless one of the same words is there.
    void add(Problem problem) {
        if (problems.stream().noneMatch(known -> known.message().equals(problem.message()))) {
            problems.add(problem);
        }
    }

    void merge(Outcome other) {
        other.problems.forEach(this::add);
        checks += other.checks;
    }

    void count() {
        checks++;
    }

    /// The same outcome without its problems, which an unchanged value is forgiven.
    Outcome forgiven() {
        Outcome outcome = new Outcome();
        outcome.checks = checks;
        return outcome;
    }

    boolean isValid() {
        return problems.isEmpty();
    }

    int checks() {
        return checks;
    }

    List<Problem> problems() {
        return problems;
    }
}
