package dev.purser.app.audit;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One use of a Secret, or an attempt at one.
///
/// @param namespace and `name`: `*` for all there are
/// @param who the user; `bob as alice` for somebody who acted as somebody else
/// @param how the verb
/// @param program the first part of the User-Agent
/// @param code the status of the answer
/// @param time when it ended, or began if it was a watch; RFC 3339
record SecretUse(
        String namespace,
        String name,
        String who,
        String how,
        String program,
        int code,
        String time) {
    /// What an event says; empty when it is not about Secrets, or not the one of its request that
    /// counts.
    static Optional<SecretUse> of(JsonNode event) {
        JsonNode object = event.path("objectRef");
        if (!object.path("resource").asString("").equals("secrets") || object.has("apiGroup")) {
            return Optional.empty();
        }
        String verb = event.path("verb").asString("");
        JsonNode user = event.path("user");
        String stage = event.path("stage").asString("");
        boolean atStart = verb.equals("watch") || user.isEmpty();
        if (!stage.equals(atStart ? "ResponseStarted" : "ResponseComplete")) {
            return Optional.empty();
        }
        return Optional.of(
                new SecretUse(
                        object.path("namespace").asString("*"),
                        object.path("name").asString(verb.equals("create") ? "(generated)" : "*"),
                        who(user, event.path("impersonatedUser")),
                        verb,
                        event.path("userAgent").asString("-").split("[/ ]", 2)[0],
                        event.path("responseStatus").path("code").asInt(0),
                        event.path("stageTimestamp").asString("")));
    }

    private static String who(JsonNode user, JsonNode other) {
        String name = user.path("username").asString("(unknown credential)");
        return other.isMissingNode() ? name : name + " as " + other.path("username").asString("");
    }
}
