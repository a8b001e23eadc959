package dev.purser.external.push;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Purser's own form: `{"keys": ["a/b"]}`, or `{}` for anything.
final class KeyList implements EventForm {
    private static final Set<String> MEMBERS = Set.of("kind", "apiVersion", "keys");

    @Override
    public boolean recognizes(JsonNode event) {
        return (event.isEmpty() || event.has("keys")) && MEMBERS.containsAll(event.propertyNames());
    }

    @Override
    public Notification read(JsonNode event) throws UnknownFormException {
        JsonNode keys = event.path("keys");
        if (keys.isMissingNode()) {
            return Notification.Changed.ANYTHING;
        }
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode key : keys) {
            if (!key.isString()) {
                throw new UnknownFormException("keys is a list of strings");
            }
            names.add(key.asString());
        }
        if (names.isEmpty()) {
            throw new UnknownFormException(
                    "keys names at least one key; without it everything is read anew");
        }
        return Notification.Changed.of(names);
    }
}
