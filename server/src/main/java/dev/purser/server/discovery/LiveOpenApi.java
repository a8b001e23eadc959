package dev.purser.server.discovery;

import dev.purser.api.extension.PublishedSchema;
import dev.purser.api.extension.PublishedSchema.Dialect;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.openapi.OpenApi;
import dev.purser.api.openapi.SchemaPool;
import dev.purser.server.registry.CustomResources;
import dev.purser.server.registry.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI documents of the resources that there are now. Made anew when custom resources came
/// or went since somebody last asked. Thread-safe.
public final class LiveOpenApi implements Supplier<OpenApi> {
    private final Resources resources;
    private final String version;
    private volatile Made made;

    /// @param custom what the documents were made of
    private record Made(CustomResources custom, OpenApi documents) {}

    /// @param version the version of the API that the documents state
    public LiveOpenApi(Resources resources, String version) {
        this.resources = resources;
        this.version = version;
        this.made = make(resources.custom());
    }

    @Override
    public OpenApi get() {
        Made known = made;
        CustomResources now = resources.custom();
        if (!known.custom().published().equals(now.published())) {
            known = make(now);
            made = known;
        }
        return known.documents();
    }

    private Made make(CustomResources custom) {
        return new Made(
                custom,
                new OpenApi(
                        pool(custom, Dialect.V3),
                        pool(custom, Dialect.V2),
                        resources.catalog(),
                        version));
    }

    private SchemaPool pool(CustomResources custom, Dialect dialect) {
        Map<String, ObjectNode> schemas = new HashMap<>();
        Map<GroupVersionKind, String> kinds = new HashMap<>();
        for (CustomResources.Published published : custom.published()) {
            GroupVersionKind kind = published.kind();
            GroupVersionKind list =
                    new GroupVersionKind(kind.group(), kind.version(), published.listKind());
            schemas.put(
                    PublishedSchema.name(kind),
                    PublishedSchema.object(kind, published.schema(), dialect));
            schemas.put(
                    PublishedSchema.name(list), PublishedSchema.list(kind, published.listKind()));
            kinds.put(kind, PublishedSchema.name(kind));
            kinds.put(
                    new GroupVersionKind(kind.group(), kind.version(), kind.kind() + "List"),
                    PublishedSchema.name(list));
        }
        return new SchemaPool(resources.schemas(), schemas, kinds);
    }
}
