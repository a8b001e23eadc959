package dev.purser.server.registry;

import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.codec.TypedForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.conversion.ConvertedOwners;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.managed.OwnerVersions;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The resources that this server serves: the built-in ones, made as they are asked for, and the
/// custom ones, which come and go while it runs. Thread-safe.
public final class Resources {
    private final Catalog builtIn;
    private final Schemas schemas;
    private final ObjectCodec codec;
    private final Function<GroupVersionKind, KindRules> rules;
    private final Map<GroupVersionResource, ServedResource> served = new ConcurrentHashMap<>();
    private volatile CustomResources custom = CustomResources.NONE;
    private volatile Catalog catalog;

    public Resources(
            Catalog builtIn,
            Schemas schemas,
            ObjectCodec codec,
            Function<GroupVersionKind, KindRules> rules) {
        this.builtIn = builtIn;
        this.schemas = schemas;
        this.codec = codec;
        this.rules = rules;
        this.catalog = builtIn;
    }

    /// All resources as they are now.
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

    /// The custom resources as they are now.
    public CustomResources custom() {
        return custom;
    }

    /// Serves these custom resources from now on, and no others.
    public void replaceCustom(CustomResources replacement) {
        custom = replacement;
        catalog = builtIn.with(replacement.groups());
    }

    /// Whether a version of a group is Kubernetes' own.
    public boolean isBuiltIn(String group, String version) {
        return builtIn.group(group)
                .filter(found ->
                        found.versions().stream()
                                .anyMatch(known -> known.version().equals(version)))
                .isPresent();
    }

    /// The resource of this name; empty for one that is not served.
    public Optional<ServedResource> find(GroupVersionResource resource) {
        ServedResource known = served.get(resource);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ResourceType> type = builtIn.find(resource);
        return type.isPresent()
                ? Optional.of(served.computeIfAbsent(resource, key -> serve(type.get())))
                : Optional.ofNullable(custom.served().get(resource));
    }

    private ServedResource serve(ResourceType type) {
        ObjectSchema schema =
                schemas.find(type.kind())
                        .orElseThrow(
                                () -> new IllegalStateException("no schema for " + type.kind()));
        KindRules kindRules = rules.apply(type.kind());
        Optional<KindVersions> versions = kindRules.versions();
        return ServedResource.builtIn(
                new ServedResource.Parts(
                        type,
                        schema,
                        kindRules,
                        new TypedForm(codec, type.kind()),
                        versions.map(all -> storage(all, type)).orElse(StorageForm.SAME),
                        versions.<OwnerVersions>map(all ->
                                        new ConvertedOwners(type.kind().group(), all, schemas))
                                .orElse(OwnerVersions.ALIKE)));
    }

    private StorageForm storage(KindVersions versions, ResourceType type) {
        return versions.conversion(type.kind())
                .<StorageForm>map(conversion -> new ConvertedStorage(conversion, codec))
                .orElse(StorageForm.SAME);
    }
}
