package dev.purser.api.openapi;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names of groups as parts of the names of operations, by which code generators call methods.
final class GroupNames {
    private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]+");
    private static final String OWN = ".k8s.io";

    private GroupNames() {}

    /// The group with a capital for each word: `RbacAuthorization`, `Core`.
    static String capitalized(String group) {
        String own = group.isEmpty() ? "core" : group;
        String name = own.endsWith(OWN) ? own.substring(0, own.length() - OWN.length()) : own;
        return SEPARATORS
                .splitAsStream(name)
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /// The tag of everything below a path: `core_v1` of `/api/v1/…`, `rbacAuthorization_v1`.
    static String tag(String path) {
        String[] parts = path.split("/");
        boolean core = parts[1].equals("api");
        String name = capitalized(core ? "" : parts[2]);
        String version = core ? parts[2] : parts[3];
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1) + "_" + version;
    }
}
