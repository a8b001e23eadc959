package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectKey;
import dev.purser.controllers.object.Conditions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers when the pods of each Service became ready or unready, to tell which of those moments
/// is the reason for a change of its endpoints: clients measure by that how long it took.
/// Thread-safe.
final class TriggerTimes {
    /// The annotation that has the moment.
    static final String ANNOTATION = "endpoints.kubernetes.io/last-change-trigger-time";

    private final Map<ObjectKey, State> states = new HashMap<>();

    private record State(String service, Map<String, String> pods) {}

    /// The earliest moment that is new since the last call for this Service; empty when none is, as
    /// when a pod was deleted.
    synchronized Optional<String> next(KubeObject service, List<KubeObject> pods) {
        Map<String, String> now = new HashMap<>();
        for (KubeObject pod : pods) {
            Conditions.find(pod.json().path("status"), "Ready")
                    .ifPresent(ready ->
                            now.put(pod.name(), ready.path("lastTransitionTime").asString("")));
        }
        String created = service.metadata().path("creationTimestamp").asString("");
        State before = states.put(ObjectKey.of(service), new State(created, now));
        if (before == null || !before.service().equals(created)) {
            now.put("", created);
        }
        String earliest = "";
        for (Map.Entry<String, String> each : now.entrySet()) {
            boolean isNew =
                    before == null || !each.getValue().equals(before.pods().get(each.getKey()));
            boolean isEarlier = earliest.isEmpty() || each.getValue().compareTo(earliest) < 0;
            if (isNew && !each.getValue().isEmpty() && isEarlier) {
                earliest = each.getValue();
            }
        }
        now.remove("");
        return Optional.of(earliest).filter(time -> !time.isEmpty());
    }

    synchronized void forget(ObjectKey service) {
        states.remove(service);
    }
}
