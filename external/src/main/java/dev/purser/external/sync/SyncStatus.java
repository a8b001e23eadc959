package dev.purser.external.sync;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.PatchType;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.time.Timestamps;
import dev.purser.external.resource.ExternalResources;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what became of a synchronisation: in the status, and as an event when it is news.
final class SyncStatus {
    private static final String READY = "Ready";
    private static final String FAILED = "SecretSyncedError";

    /// What etcd and people can bear; a provider may say more.
    private static final int MESSAGE_MAX = 2048;

    private final Api api;
    private final EventRecorder events;
    private final InstantSource clock;

    SyncStatus(Api api, EventRecorder events, InstantSource clock) {
        this.api = api;
        this.events = events;
        this.clock = clock;
    }

    /// How a synchronisation ended well.
    enum Success {
        SYNCED("SecretSynced", SyncMessages.SYNCED),
        RETAINED("SecretSynced", SyncMessages.RETAINED),
        DELETED("SecretDeleted", SyncMessages.DELETED),
        MISSING("SecretMissing", SyncMessages.MISSING);

        private final String reason;
        private final String message;

        Success(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }
    }

    private record Condition(String status, String reason, String message) {}

    /// @param started when the values were asked for
    void done(ExternalSecret owner, Success success, Instant started) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("refreshTime", Timestamps.seconds(started));
        status.put("syncedResourceVersion", owner.version());
        if (success == Success.SYNCED && owner.creation() != ExternalSecret.Creation.NONE) {
            status.putObject("binding").put("name", owner.targetName());
        }
        write(owner, status, new Condition("True", success.reason, success.message));
    }

    /// Says what failed; the same failure once.
    void failed(ExternalSecret owner, SyncException why) {
        Condition condition =
                new Condition("False", FAILED, bounded(why.summary() + ": " + why.detail()));
        if (owner.ready().filter(known -> says(known, condition)).isPresent()) {
            return;
        }
        events.warning(owner.object(), "UpdateFailed", bounded(why.detail()));
        write(owner, JsonNodeFactory.instance.objectNode(), condition);
    }

    private static String bounded(String message) {
        return message.length() <= MESSAGE_MAX
                ? message
                : message.substring(0, MESSAGE_MAX) + " (cut off)";
    }

    private static boolean says(JsonNode known, Condition condition) {
        return known.path("status").asString("").equals(condition.status())
                && known.path("reason").asString("").equals(condition.reason())
                && known.path("message").asString("").equals(condition.message());
    }

    private void write(ExternalSecret owner, ObjectNode status, Condition condition) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", owner.object().uid());
        status.putArray("conditions")
                .addObject()
                .put("type", READY)
                .put("status", condition.status())
                .put("reason", condition.reason())
                .put("message", condition.message())
                .put("lastTransitionTime", transition(owner, condition));
        patch.set("status", status);
        try {
            var _ =
                    api.patch(
                            ObjectRef.of(ExternalResources.EXTERNAL_SECRETS, owner.object()),
                            "status",
                            PatchType.MERGE,
                            patch);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND && e.reason() != StatusReason.CONFLICT) {
                throw e;
            }
            // It is gone, or is another of the same name, whose turn comes.
        }
    }

    private String transition(ExternalSecret owner, Condition condition) {
        Optional<JsonNode> before = owner.ready();
        return before.filter(known -> known.path("status").asString("").equals(condition.status()))
                .map(known -> known.path("lastTransitionTime").asString(""))
                .filter(time -> !time.isEmpty())
                .orElseGet(() -> Timestamps.seconds(clock.instant()));
    }
}
