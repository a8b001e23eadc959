package dev.purser.controllers.garbage;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.controllers.metadata.MetadataInformers.Located;

/// One object to look at, by its identity.
record Item(GroupVersionResource resource, String namespace, String name, String uid) {
    static Item of(GroupVersionResource resource, KubeObject object) {
        return new Item(resource, object.namespace(), object.name(), object.uid());
    }

    static Item of(Located located) {
        return of(located.resource(), located.object());
    }

    Api.ObjectRef reference() {
        return new Api.ObjectRef(resource, namespace, name);
    }

    /// The form of logs.
    @Override
    public String toString() {
        return "%s %s/%s".formatted(resource.groupResource(), namespace, name);
    }
}
