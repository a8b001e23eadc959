package dev.purser.api.quota;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Objects that are counted and nothing more: `count/deployments.apps`, or `secrets` by its older
/// name.
record ObjectCount(Set<String> names) implements Usage {
    private static final String PREFIX = "count/";

    /// Resources that could be counted before there was `count/`.
    private static final Set<String> OLDER =
            Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

    ObjectCount {
        names = Set.copyOf(names);
    }

    static ObjectCount of(GroupResource resource) {
        String plain = resource.toString();
        return new ObjectCount(
                OLDER.contains(plain) ? Set.of(name(plain), plain) : Set.of(name(plain)));
    }

    static Map<String, GroupResource> aliases() {
        return OLDER.stream()
                .collect(
                        java.util.stream.Collectors.toUnmodifiableMap(
                                name -> name, name -> new GroupResource("", name)));
    }

    /// The name that counts the objects of a resource.
    static String name(String resource) {
        return PREFIX + resource;
    }

    @Override
    public Set<String> matching(Collection<String> wanted) {
        Set<String> result = new HashSet<>(wanted);
        result.retainAll(names);
        return result;
    }

    @Override
    public ResourceAmounts of(KubeObject object) {
        ResourceAmounts result = ResourceAmounts.nothing();
        for (String name : names) {
            result = result.with(name, Quantity.of(1));
        }
        return result;
    }
}
