package dev.purser.api.kind;

import dev.purser.api.meta.GroupVersionKind;
import java.util.HashMap;
import java.util.Map;

/// The kinds of one group and version that have rules of their own. Each group has a class that
/// lists its kinds in one of these. Immutable.
public final class VersionKinds {
    private final String group;
    private final String version;
    private final Map<GroupVersionKind, KindRules> rules;

    private VersionKinds(String group, String version, Map<GroupVersionKind, KindRules> rules) {
        this.group = group;
        this.version = version;
        this.rules = rules;
    }

    /// No kinds yet, of this group and version; the group is empty for core.
    public static VersionKinds of(String group, String version) {
        return new VersionKinds(group, version, Map.of());
    }

    /// These kinds and one more.
    public VersionKinds with(String kind, KindRules kindRules) {
        Map<GroupVersionKind, KindRules> more = new HashMap<>(rules);
        more.put(new GroupVersionKind(group, version, kind), kindRules);
        return new VersionKinds(group, version, Map.copyOf(more));
    }

    /// The rules of each kind.
    public Map<GroupVersionKind, KindRules> rules() {
        return rules;
    }
}
