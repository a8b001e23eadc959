package dev.purser.controllers.quota;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.quota.QuotaSpec;
import dev.purser.api.quota.ResourceAmounts;
import dev.purser.api.quota.Usage;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.controllers.metadata.FollowedResource;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts what the objects of a namespace use, from informers' caches.
final class NamespaceUsage {
    /// Is told what happens to the objects of namespaces; called by informers, so quick.
    interface Listener {
        /// An object is new, and admission has charged it if the quota was known by then.
        void hasTaken(String namespace, GroupResource resource);

        /// An object is gone, or may use less.
        void mayHaveFreed(String namespace, GroupResource resource);
    }

    private final InstantSource clock;
    private final MetadataInformers contents;
    private final Map<GroupResource, ObjectCache> measured = new LinkedHashMap<>();

    NamespaceUsage(ControllerContext context, MetadataInformers contents, Listener listener) {
        this.clock = context.timers();
        this.contents = contents;
        for (GroupVersionResource resource :
                List.of(
                        Resources.PODS,
                        Resources.SERVICES,
                        Resources.PERSISTENT_VOLUME_CLAIMS,
                        Resources.RESOURCE_CLAIMS)) {
            Informer informer = context.informers().of(resource);
            informer.withHandler(new MeasuredHandler(resource.groupResource(), listener));
            measured.put(resource.groupResource(), informer.cache());
        }
        contents.withHandlers(type -> new CountedHandler(type.groupResource(), listener));
    }

    /// What is used of everything that a quota limits and somebody can count.
    ResourceAmounts of(KubeObject quota) {
        Set<String> limited = ResourceAmounts.of(quota.json().path("spec").path("hard")).names();
        QuotaSpec spec = QuotaSpec.of(quota);
        ResourceAmounts sum = ResourceAmounts.nothing();
        for (var resource : measured.entrySet()) {
            Usage usage = Usage.of(resource.getKey(), clock);
            ResourceAmounts used = zero(usage.matching(limited));
            if (!used.isEmpty()) {
                for (KubeObject object : resource.getValue().inNamespace(quota.namespace())) {
                    if (spec.covers(usage, object)) {
                        used = used.plus(usage.of(object));
                    }
                }
                sum = sum.plus(used.only(limited));
            }
        }
        return sum.plus(counted(quota.namespace(), limited, spec));
    }

    private ResourceAmounts counted(String namespace, Set<String> limited, QuotaSpec spec) {
        ResourceAmounts sum = ResourceAmounts.nothing();
        for (FollowedResource type : contents.resources()) {
            if (!type.isNamespaced() || measured.containsKey(type.groupResource())) {
                continue;
            }
            // Objects that are only counted lie in no scope.
            long count =
                    spec.scopes().isEmpty() ? contents.count(type.groupResource(), namespace) : 0;
            for (String name : Usage.of(type.groupResource(), clock).matching(limited)) {
                sum = sum.with(name, Quantity.of(count));
            }
        }
        return sum;
    }

    private static ResourceAmounts zero(Set<String> names) {
        ResourceAmounts zero = ResourceAmounts.nothing();
        for (String name : names) {
            zero = zero.with(name, Quantity.ZERO);
        }
        return zero;
    }

    /// Objects whose size may change.
    private record MeasuredHandler(GroupResource resource, Listener listener)
            implements ObjectHandler {
        @Override
        public void added(KubeObject object) {
            listener.hasTaken(object.namespace(), resource);
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            boolean isSame =
                    before.json().path("spec").equals(after.json().path("spec"))
                            && before.json().path("status").equals(after.json().path("status"))
                            && before.deletionTimestamp().equals(after.deletionTimestamp());
            if (!isSame) {
                listener.mayHaveFreed(after.namespace(), resource);
            }
        }

        @Override
        public void deleted(KubeObject last) {
            listener.mayHaveFreed(last.namespace(), resource);
        }
    }

    /// Objects that are only counted.
    private record CountedHandler(GroupResource resource, Listener listener)
            implements ObjectHandler {
        @Override
        public void added(KubeObject object) {
            listener.hasTaken(object.namespace(), resource);
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            // It still is one.
        }

        @Override
        public void deleted(KubeObject last) {
            if (!last.namespace().isEmpty()) {
                listener.mayHaveFreed(last.namespace(), resource);
            }
        }
    }
}
