package dev.purser.client.testing;

import dev.purser.api.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Failures for a [FakeApi] to answer with, planned one by one or drawn by chance. Thread-safe.
public final class Faults {
    private final RandomGenerator random;
    private final List<Planned> planned = new ArrayList<>();
    private double chance;
    private List<RuntimeException> drawn = List.of();

    public Faults(RandomGenerator random) {
        this.random = random;
    }

    /// A call that a fault may meet: `create`, `update`, `patch`, `delete`, `get`, `list`, `watch`.
    public record Call(String verb, GroupVersionResource resource, String name) {}

    private record Planned(Predicate<Call> calls, RuntimeException error) {}

    /// The next call that fits fails with this error.
    public synchronized void failNext(Predicate<Call> calls, RuntimeException error) {
        planned.add(new Planned(calls, error));
    }

    /// From now on each write fails with this chance, by one of the errors.
    public synchronized void failWrites(double withChance, List<RuntimeException> errors) {
        chance = withChance;
        drawn = List.copyOf(errors);
    }

    /// How many planned failures did not happen yet.
    public synchronized int remaining() {
        return planned.size();
    }

    /// The failure of a call, if it is to fail.
    public synchronized Optional<RuntimeException> meet(Call call) {
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).calls().test(call)) {
                return Optional.of(planned.remove(i).error());
            }
        }
        boolean write = List.of("create", "update", "patch", "delete").contains(call.verb());
        if (write && !drawn.isEmpty() && random.nextDouble() < chance) {
            return Optional.of(drawn.get(random.nextInt(drawn.size())));
        }
        return Optional.empty();
    }
}
