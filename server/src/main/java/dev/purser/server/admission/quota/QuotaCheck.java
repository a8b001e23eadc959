package dev.purser.server.admission.quota;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quota.ResourceAmounts;
import dev.purser.api.quota.Usage;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What one write does to the quotas of its namespace, in the order and the words of Kubernetes.
final class QuotaCheck {
    private final AdmissionRequest request;
    private final Usage usage;
    private final KubeObject object;

    /// @param request a creation or an update
    QuotaCheck(AdmissionRequest request, Usage usage) {
        this.request = request;
        this.usage = usage;
        this.object = request.object().orElseThrow();
    }

    /// The quotas with what the write adds.
    ///
    /// @throws dev.purser.api.status.StatusException when one of them does not allow it
    List<CountedQuota> charge(List<CountedQuota> quotas) {
        List<CountedQuota> concerned =
                quotas.stream().filter(quota -> quota.covers(usage, object)).toList();
        concerned.forEach(this::requireCountable);
        if (concerned.isEmpty()) {
            return quotas;
        }
        Map<String, ResourceAmounts> added = added(concerned);
        List<CountedQuota> charged = new ArrayList<>();
        for (CountedQuota quota : quotas) {
            ResourceAmounts more = added.getOrDefault(quota.name(), ResourceAmounts.nothing());
            charged.add(more.isEmpty() ? quota : charge(quota, more));
        }
        return charged;
    }

    private void requireCountable(CountedQuota quota) {
        Set<String> names = new TreeSet<>(usage.matching(quota.hard().names()));
        Optional<String> missing = usage.missing(names, object);
        if (missing.isPresent()) {
            throw request.forbidden("failed quota: %s: %s".formatted(quota.name(), missing.get()));
        }
        if (!quota.used().names().containsAll(names)) {
            throw request.forbidden(
                    "status unknown for quota: %s, resources: %s"
                            .formatted(quota.name(), String.join(",", names)));
        }
    }

    /// What the write adds to each quota, by the quota's name. An update of an object that counted
    /// before adds the difference.
    private Map<String, ResourceAmounts> added(List<CountedQuota> concerned) {
        ResourceAmounts whole = usage.of(object);
        if (!whole.negative().isEmpty()) {
            throw request.forbidden(
                    "quota usage is negative for resource(s): "
                            + String.join(",", whole.negative()));
        }
        Optional<KubeObject> old =
                request.operation() == Operation.UPDATE ? request.old() : Optional.empty();
        Map<String, ResourceAmounts> added = new LinkedHashMap<>();
        for (CountedQuota quota : concerned) {
            ResourceAmounts more =
                    old.filter(before -> quota.covers(usage, before))
                            .map(before -> whole.minus(usage.of(before)))
                            .orElse(whole);
            added.put(quota.name(), more.withoutZeros());
        }
        return added;
    }

    private CountedQuota charge(CountedQuota quota, ResourceAmounts more) {
        ResourceAmounts requested = more.only(quota.hard().names());
        ResourceAmounts used = quota.used().plus(requested);
        List<String> exceeded = used.only(requested.names()).above(quota.hard());
        boolean isReported = request.attributes().subresource().equals("status");
        if (!exceeded.isEmpty() && !isReported) {
            throw request.forbidden(
                    "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                            .formatted(
                                    quota.name(),
                                    requested.only(exceeded),
                                    quota.used().only(exceeded),
                                    quota.hard().only(exceeded)));
        }
        return quota.withUsed(used);
    }
}
