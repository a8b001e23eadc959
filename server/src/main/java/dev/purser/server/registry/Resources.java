package dev.purser.server.registry;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.schema.Schemas;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The resources that this server serves, made as they are asked for. Thread-safe.
public final class Resources {
    private final Catalog catalog;
    private final Schemas schemas;
    private final Function<GroupVersionKind, KindRules> rules;
    private final Map<GroupVersionResource, ServedResource> served = new ConcurrentHashMap<>();

    public Resources(
            Catalog catalog, Schemas schemas, Function<GroupVersionKind, KindRules> rules) {
        this.catalog = catalog;
        this.schemas = schemas;
        this.rules = rules;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Schemas schemas() {
        return schemas;
    }

    /// The rules of a kind, which need not be that of a resource.
    public KindRules rules(GroupVersionKind kind) {
        return rules.apply(kind);
    }

    /// The resource of this name; empty for one that is not served.
    public Optional<ServedResource> find(GroupVersionResource resource) {
        ServedResource known = served.get(resource);
        if (known != null) {
            return Optional.of(known);
        }
        return catalog.find(resource)
                .map(type -> served.computeIfAbsent(resource, key -> serve(type)));
    }

    private ServedResource serve(ResourceType type) {
        return new ServedResource(
                type,
                schemas.find(type.kind())
                        .orElseThrow(
                                () -> new IllegalStateException("no schema for " + type.kind())),
                rules.apply(type.kind()));
    }
}
