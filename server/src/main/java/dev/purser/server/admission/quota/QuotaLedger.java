package dev.purser.server.admission.quota;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.object.StatusSink;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Checks and counts writes against the quotas of a namespace. Writes that come while others are
/// being counted are counted together with the next ones, in one write to the store. Thread-safe.
final class QuotaLedger {
    static final GroupVersionResource QUOTAS = new GroupVersionResource("", "v1", "resourcequotas");

    private static final int ATTEMPTS_MAX = 16;

    private final ObjectSource objects;
    private final StatusSink statuses;
    private final Batches<QuotaCheck> batches = new Batches<>(this::count);

    QuotaLedger(ObjectSource objects, StatusSink statuses) {
        this.objects = objects;
        this.statuses = statuses;
    }

    boolean hasQuotas(String namespace) {
        return !objects.list(QUOTAS, namespace).isEmpty();
    }

    /// Checks a write that leaves no trace.
    ///
    /// @throws StatusException when a quota does not allow it
    void check(String namespace, QuotaCheck check) {
        check.charge(quotas(namespace));
    }

    /// Checks a write and counts it.
    ///
    /// @throws StatusException when a quota does not allow it
    void charge(String namespace, QuotaCheck check) {
        Optional<StatusException> refusal = batches.process(namespace, check);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private List<CountedQuota> quotas(String namespace) {
        return objects.list(QUOTAS, namespace).stream()
                .map(CountedQuota::of)
                .sorted(Comparator.comparing(CountedQuota::name))
                .toList();
    }

    /// Counts a batch; when a quota changed meanwhile, all of it again.
    private void count(String namespace, List<Batches.Waiting<QuotaCheck>> batch) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            List<CountedQuota> quotas = quotas(namespace);
            for (Batches.Waiting<QuotaCheck> waiting : batch) {
                quotas = charge(quotas, waiting);
            }
            List<CountedQuota> changed = quotas.stream().filter(CountedQuota::isChanged).toList();
            boolean isDone =
                    changed.isEmpty()
                            || statuses.write(
                                    QUOTAS, changed.stream().map(CountedQuota::toObject).toList());
            if (isDone) {
                return;
            }
        }
        batch.forEach(waiting ->
                waiting.refuse(
                        StatusErrors.conflict(
                                QUOTAS.groupResource(),
                                namespace,
                                "the quotas of the namespace change too often; please try again")));
    }

    private static List<CountedQuota> charge(
            List<CountedQuota> quotas, Batches.Waiting<QuotaCheck> waiting) {
        try {
            List<CountedQuota> charged = waiting.work().charge(quotas);
            waiting.allow();
            return charged;
        } catch (StatusException refusal) {
            waiting.refuse(refusal);
            return quotas;
        }
    }
}
