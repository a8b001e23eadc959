package dev.purser.api.discovery;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.resource.Subresource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Builds discovery documents from a catalog. Thread-safe; every document belongs to the caller.
public final class Discovery {
    private final Supplier<Catalog> catalog;

    /// @param catalog the catalog as it is when it is asked for
    public Discovery(Supplier<Catalog> catalog) {
        this.catalog = catalog;
    }

    /// `/api`: the versions of the core group.
    ///
    /// @param serverAddress host and port for clients
    public ObjectNode apiVersions(String serverAddress) {
        ObjectNode document = object().put("kind", "APIVersions");
        ArrayNode versions = document.putArray("versions");
        catalog.get()
                .group("")
                .ifPresent(core -> core.versions().forEach(v -> versions.add(v.version())));
        document.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress);
        return document;
    }

    /// `/apis`: the named groups with their versions.
    public ObjectNode groupList() {
        ObjectNode document = object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = document.putArray("groups");
        catalog.get().groups().stream()
                .filter(group -> !group.name().isEmpty())
                .forEach(group -> describe(group, groups.addObject()));
        return document;
    }

    /// `/apis/GROUP`; empty when there is no such group.
    public Optional<ObjectNode> group(String name) {
        return catalog.get()
                .group(name)
                .filter(group -> !group.name().isEmpty())
                .map(group -> {
                    ObjectNode document = object().put("kind", "APIGroup").put("apiVersion", "v1");
                    describe(group, document);
                    return document;
                });
    }

    private static void describe(ApiGroup group, ObjectNode target) {
        target.put("name", group.name());
        ArrayNode versions = target.putArray("versions");
        group.versions().forEach(v -> version(group, v.version(), versions.addObject()));
        version(group, group.preferredVersion(), target.putObject("preferredVersion"));
    }

    private static void version(ApiGroup group, String version, ObjectNode target) {
        target.put("groupVersion", groupVersion(group.name(), version)).put("version", version);
    }

    private static String groupVersion(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// `/api/v1` and `/apis/GROUP/VERSION`: the resources of one version with their subresources;
    /// empty when there is no such version.
    public Optional<ObjectNode> resourceList(String group, String version) {
        return catalog.get().group(group).stream()
                .flatMap(found -> found.versions().stream())
                .filter(found -> found.version().equals(version))
                .findFirst()
                .map(found -> resourceList(group, found));
    }

    private static ObjectNode resourceList(String group, ApiVersion version) {
        ObjectNode document = object().put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", groupVersion(group, version.version()));
        ArrayNode resources = document.putArray("resources");
        for (ResourceType type : version.resources()) {
            resource(type, resources.addObject());
            type.subresources().forEach(sub -> subresource(type, sub, resources.addObject()));
        }
        return document;
    }

    private static void resource(ResourceType type, ObjectNode target) {
        target.put("name", type.names().plural())
                .put("singularName", type.names().singular())
                .put("namespaced", type.isNamespaced())
                .put("kind", type.kind().kind());
        strings(target, "verbs", type.verbs());
        stringsIfAny(target, "shortNames", type.names().shortNames());
        stringsIfAny(target, "categories", type.names().categories());
        StorageVersions.hashOf(type).ifPresent(hash -> target.put("storageVersionHash", hash));
    }

    private static void subresource(ResourceType owner, Subresource sub, ObjectNode target) {
        target.put("name", owner.names().plural() + "/" + sub.name())
                .put("singularName", "")
                .put("namespaced", owner.isNamespaced());
        if (!isAtHome(sub.kind(), owner)) {
            target.put("group", sub.kind().group()).put("version", sub.kind().version());
        }
        target.put("kind", sub.kind().kind());
        strings(target, "verbs", sub.verbs());
    }

    private static boolean isAtHome(GroupVersionKind kind, ResourceType owner) {
        return kind.apiVersion().equals(owner.kind().apiVersion());
    }

    /// The aggregated document of `/api`: the core group with everything in it.
    public ObjectNode aggregatedCore() {
        return aggregated(catalog.get().group("").stream().toList());
    }

    /// The aggregated document of `/apis`: the named groups with everything in them.
    public ObjectNode aggregatedGroups() {
        return aggregated(
                catalog.get().groups().stream().filter(group -> !group.name().isEmpty()).toList());
    }

    private static ObjectNode aggregated(List<ApiGroup> groups) {
        ObjectNode document =
                object().put("kind", "APIGroupDiscoveryList")
                        .put("apiVersion", "apidiscovery.k8s.io/v2");
        document.putObject("metadata");
        ArrayNode items = document.putArray("items");
        for (ApiGroup group : groups) {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!group.name().isEmpty()) {
                metadata.put("name", group.name());
            }
            ArrayNode versions = item.putArray("versions");
            group.versions().forEach(v -> aggregated(v, versions.addObject()));
        }
        return document;
    }

    private static void aggregated(ApiVersion version, ObjectNode target) {
        target.put("version", version.version());
        ArrayNode resources = target.putArray("resources");
        version.resources().forEach(type -> aggregated(type, resources.addObject()));
        target.put("freshness", "Current");
    }

    private static void aggregated(ResourceType type, ObjectNode target) {
        target.put("resource", type.names().plural());
        responseKind(type.kind(), type, target);
        target.put("scope", type.scope().text()).put("singularResource", type.names().singular());
        strings(target, "verbs", type.verbs());
        stringsIfAny(target, "shortNames", type.names().shortNames());
        stringsIfAny(target, "categories", type.names().categories());
        if (type.subresources().isEmpty()) {
            return;
        }
        ArrayNode subresources = target.putArray("subresources");
        for (Subresource sub : type.subresources()) {
            ObjectNode item = subresources.addObject().put("subresource", sub.name());
            responseKind(sub.kind(), type, item);
            strings(item, "verbs", sub.verbs());
        }
    }

    /// Group and version stay empty where they are those around it.
    private static void responseKind(GroupVersionKind kind, ResourceType owner, ObjectNode target) {
        boolean home = isAtHome(kind, owner);
        target.putObject("responseKind")
                .put("group", home ? "" : kind.group())
                .put("version", home ? "" : kind.version())
                .put("kind", kind.kind());
    }

    private static void stringsIfAny(ObjectNode target, String name, List<String> values) {
        if (!values.isEmpty()) {
            strings(target, name, values);
        }
    }

    private static void strings(ObjectNode target, String name, List<String> values) {
        ArrayNode array = target.putArray(name);
        values.forEach(array::add);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
