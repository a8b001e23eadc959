package dev.purser.external.push;

import static dev.purser.external.push.EventForm.text;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Event notifications of Vault and OpenBao: the `data` of a CloudEvent whose event has the path
/// that was written. See <https://developer.hashicorp.com/vault/docs/concepts/events>.
final class VaultEvent implements EventForm {
    /// What stands between the mount and the key in paths of KV version 2.
    private static final Set<String> PARTS =
            Set.of("data", "metadata", "delete", "undelete", "destroy");

    @Override
    public boolean recognizes(JsonNode event) {
        return event.path("event").isObject() && !path(event).isEmpty();
    }

    @Override
    public Notification read(JsonNode event) {
        Set<String> names = new LinkedHashSet<>();
        String mount = text(event.path("plugin_info"), "mount_path");
        addNames(path(event), mount, names);
        return Notification.Changed.of(names);
    }

    /// `data_path` is where the value is, `path` what was called.
    private static String path(JsonNode event) {
        JsonNode metadata = event.path("event").path("metadata");
        String data = text(metadata, "data_path");
        return data.isEmpty() ? text(metadata, "path") : data;
    }

    /// A key may be written with its mount and `data/`, with the mount, or without, as the store
    /// has the mount itself. Where the event names no mount, each `data/` may be the end of one.
    private static void addNames(String path, String mount, Set<String> names) {
        names.add(path);
        if (path.length() > NAME_MAX || mount.length() > NAME_MAX) {
            return;
        }
        if (!mount.isEmpty()) {
            String prefix = mount.endsWith("/") ? mount : mount + "/";
            String inside = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
            addKey(prefix, inside, names);
            return;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String inside = path.substring(slash + 1);
            if (isVersioned(inside)) {
                addKey(path.substring(0, slash + 1), inside, names);
            }
        }
    }

    private static void addKey(String mount, String inside, Set<String> names) {
        String key = isVersioned(inside) ? inside.substring(inside.indexOf('/') + 1) : inside;
        names.add(key);
        names.add("data/" + key);
        names.add(mount + key);
        names.add(mount + "data/" + key);
        names.add(inside);
    }

    private static boolean isVersioned(String inside) {
        int slash = inside.indexOf('/');
        return slash > 0 && PARTS.contains(inside.substring(0, slash));
    }
}
