package dev.purser.server.custom;

import dev.purser.api.codec.StructReader;
import dev.purser.api.extension.CustomForm;
import dev.purser.api.extension.CustomForm.UnknownFields;
import dev.purser.api.extension.JsonSchema;
import dev.purser.api.extension.OwnershipSchema;
import dev.purser.api.extension.RuleEngine;
import dev.purser.api.extension.ScalePaths;
import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.kind.custom.CustomResourceRules;
import dev.purser.api.kind.custom.CustomVersion;
import dev.purser.api.kind.custom.PrinterColumns;
import dev.purser.api.kind.custom.SelectablePaths;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.Trees;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.resource.Subresource;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import dev.purser.server.registry.CustomTraits;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.ServedResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Makes resources of definitions. Thread-safe.
final class CustomResourceMaker {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static final List<String> VERBS =
            List.of(
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "create",
                    "update",
                    "watch");
    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");
    private static final GroupVersionKind SCALE =
            new GroupVersionKind("autoscaling", "v1", "Scale");

    private final ObjectSchema metadata;
    private final StructReader metadataReader;
    private final RuleEngine engine;
    private final Map<GroupResource, List<Subresource>> more;

    /// @param more subresources that parts of the process answer
    CustomResourceMaker(
            Schemas schemas, RuleEngine engine, Map<GroupResource, List<Subresource>> more) {
        this.metadata =
                schemas.find(META)
                        .orElseThrow(() -> new IllegalStateException("no schema " + META));
        this.metadataReader = new StructReader(metadata);
        this.engine = engine;
        this.more = Map.copyOf(more);
    }

    /// All versions of a definition whose names are accepted.
    ServedDefinition make(Definition definition) {
        UnknownFields unknown =
                definition.preservesUnknownFields()
                        ? UnknownFields.PRESERVED
                        : UnknownFields.PRUNED;
        Map<String, JsonSchema> schemas = new HashMap<>();
        for (Definition.Version version : definition.versions()) {
            version.schema()
                    .ifPresent(schema -> schemas.put(version.name(), JsonSchema.read(schema)));
        }
        Shared shared =
                new Shared(
                        definition,
                        new CustomForm.Shapes(schemas, unknown, metadataReader),
                        definition.storageVersion().map(Definition.Version::name).orElse(""));
        Map<String, ServedResource> resources = new HashMap<>();
        for (Definition.Version version : definition.versions()) {
            if (version.isServed() || version.isStorage()) {
                resources.put(version.name(), resource(version, shared));
            }
        }
        return new ServedDefinition(definition, resources, schemas);
    }

    /// What all versions of a definition have in common.
    private record Shared(Definition definition, CustomForm.Shapes shapes, String storageVersion) {
        GroupVersionKind kind(String version) {
            return new GroupVersionKind(
                    definition.group(), version, definition.acceptedNames().kind());
        }
    }

    private ServedResource resource(Definition.Version version, Shared shared) {
        Definition definition = shared.definition();
        GroupVersionKind kind = shared.kind(version.name());
        CustomForm form = new CustomForm(kind, shared.shapes());
        @Nullable JsonSchema schema = shared.shapes().schemas().get(version.name());
        @Nullable ScalePaths scale = version.scale().map(CustomResourceMaker::paths).orElse(null);
        CustomVersion facts =
                new CustomVersion(
                        definition.resource(),
                        schema,
                        version.hasStatus()
                                ? CustomVersion.StatusPart.SEPARATE
                                : CustomVersion.StatusPart.NONE,
                        scale,
                        SelectablePaths.of(version.selectableFields()),
                        isEnding(definition)
                                ? CustomVersion.Phase.ENDING
                                : CustomVersion.Phase.SERVED);
        RuleEngine.Rules rules =
                schema == null ? engine.compile(JsonSchema.empty()) : new LazyRules(engine, schema);
        ObjectSchema owners =
                OwnershipSchema.of(
                        kind.kind(),
                        schema == null ? JsonSchema.empty() : schema,
                        shared.shapes().unknownFields(),
                        metadata);
        Map<String, Projection> projections =
                scale == null ? Map.of() : Map.of("scale", new CustomScale(scale));
        return ServedResource.custom(
                new ServedResource.Parts(
                        type(version, shared, VERBS),
                        owners,
                        new CustomResourceRules(facts, rules, metadataReader),
                        form,
                        new CustomStorage(form, shared.kind(shared.storageVersion()).apiVersion())),
                new CustomTraits(
                        definition.acceptedNames().listKind(),
                        projections,
                        PrinterColumns.layout(version.printerColumns()),
                        Deprecations.warnings(version, definition)));
    }

    private static boolean isEnding(Definition definition) {
        return definition.isBeingDeleted() || definition.is(Definition.TERMINATING);
    }

    private static ScalePaths paths(ObjectNode scale) {
        return new ScalePaths(
                Trees.text(scale, "specReplicasPath"),
                Trees.text(scale, "statusReplicasPath"),
                Trees.text(scale, "labelSelectorPath"));
    }

    private ResourceType type(Definition.Version version, Shared shared, List<String> verbs) {
        GroupVersionKind kind = shared.kind(version.name());
        List<Subresource> subresources = new ArrayList<>();
        if (version.hasStatus()) {
            subresources.add(new Subresource("status", kind, SUBRESOURCE_VERBS));
        }
        if (version.scale().isPresent()) {
            subresources.add(new Subresource("scale", SCALE, SUBRESOURCE_VERBS));
        }
        subresources.addAll(more.getOrDefault(shared.definition().resource(), List.of()));
        return new ResourceType(
                kind,
                shared.definition().acceptedNames().forDiscovery(),
                shared.definition().scope(),
                verbs,
                subresources,
                shared.storageVersion());
    }
}
