package dev.purser.api.quota;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the objects of one resource use up quotas. Immutable and thread-safe.
public interface Usage {
    /// The names in a quota that objects of this resource count against.
    Set<String> matching(Collection<String> names);

    /// What one object uses.
    ResourceAmounts of(KubeObject object);

    /// Whether an object lies in a scope; a resource that knows no scopes is in none.
    default boolean isIn(QuotaScope scope, KubeObject object) {
        return false;
    }

    /// What an object has to say before these resources can be counted and does not; empty when
    /// nothing is missing.
    ///
    /// @return the end of a sentence: `must specify cpu for: main`
    default Optional<String> missing(Collection<String> names, KubeObject object) {
        return Optional.empty();
    }

    /// The usage of a resource.
    ///
    /// @param clock tells which pods have been going away for too long to count
    static Usage of(GroupResource resource, InstantSource clock) {
        return switch (resource.toString()) {
            case "pods" -> new PodUsage(clock);
            case "services" -> new ServiceUsage();
            case "persistentvolumeclaims" -> new ClaimUsage();
            case "resourceclaims.resource.k8s.io" -> new DeviceUsage();
            default -> ObjectCount.of(resource);
        };
    }

    /// The resources that some name in a quota may be about beside `count/…`, and those that have a
    /// name of their own there.
    static Map<String, GroupResource> wellKnown() {
        return ObjectCount.aliases();
    }

    /// The resources whose usage is more than a number of objects.
    static List<GroupResource> measured() {
        return List.of(
                new GroupResource("", "pods"),
                new GroupResource("", "services"),
                new GroupResource("", "persistentvolumeclaims"),
                new GroupResource("resource.k8s.io", "resourceclaims"));
    }
}
