package dev.purser.external.store;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.PatchType;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what became of a store's validation, when it is news.
final class StoreStatus {
    private static final String READY = "Ready";
    private static final String CAPABILITIES = "ReadOnly";

    private final StoreKind kind;
    private final Api api;
    private final EventRecorder events;
    private final InstantSource clock;

    StoreStatus(StoreKind kind, Api api, EventRecorder events, InstantSource clock) {
        this.kind = kind;
        this.api = api;
        this.events = events;
        this.clock = clock;
    }

    private record Condition(String status, String reason, String message) {}

    void valid(KubeObject store) {
        if (write(store, new Condition("True", "Valid", "store validated"))) {
            events.normal(store, "Valid", "store validated");
        }
    }

    /// The provider cannot tell; users find out.
    void unknown(KubeObject store, String why) {
        Condition condition =
                new Condition("True", "ValidationUnknown", "could not determine validation status");
        if (write(store, condition)) {
            events.warning(store, "ValidationUnknown", why);
        }
    }

    void invalid(KubeObject store, String why) {
        Condition condition =
                new Condition("False", "InvalidProviderConfig", "unable to validate store: " + why);
        if (write(store, condition)) {
            events.warning(store, "InvalidProviderConfig", why);
        }
    }

    /// Returns whether there was anything to write. What is there is read, since the cache may not
    /// know yet what was written a moment ago.
    private boolean write(KubeObject store, Condition condition) {
        try {
            KubeObject current = api.get(kind.resource(), store.namespace(), store.name());
            Optional<JsonNode> before = Conditions.find(current.json().path("status"), READY);
            boolean isOther = !current.uid().equals(store.uid());
            if (isOther || before.filter(known -> says(known, condition)).isPresent()) {
                return false;
            }
            var _ =
                    api.patch(
                            ObjectRef.of(kind.resource(), store),
                            "status",
                            PatchType.MERGE,
                            patch(store, before, condition));
            return true;
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND || e.reason() == StatusReason.CONFLICT) {
                // It is gone, or is another of the same name, which is looked at in its turn.
                return false;
            }
            throw e;
        }
    }

    private ObjectNode patch(KubeObject store, Optional<JsonNode> before, Condition condition) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", store.uid());
        ObjectNode status = patch.putObject("status").put("capabilities", CAPABILITIES);
        status.putArray("conditions")
                .addObject()
                .put("type", READY)
                .put("status", condition.status())
                .put("reason", condition.reason())
                .put("message", condition.message())
                .put("lastTransitionTime", transition(before, condition));
        return patch;
    }

    private static boolean says(JsonNode known, Condition condition) {
        return known.path("status").asString("").equals(condition.status())
                && known.path("reason").asString("").equals(condition.reason())
                && known.path("message").asString("").equals(condition.message());
    }

    private String transition(Optional<JsonNode> before, Condition condition) {
        return before.filter(known -> known.path("status").asString("").equals(condition.status()))
                .map(known -> known.path("lastTransitionTime").asString(""))
                .filter(time -> !time.isEmpty())
                .orElseGet(() -> Timestamps.seconds(clock.instant()));
    }
}
