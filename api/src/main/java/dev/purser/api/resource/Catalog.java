package dev.purser.api.resource;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All built-in resources, in the order in which Kubernetes' aggregated discovery lists them: the
/// core group first, then the named groups. Immutable and thread-safe.
public final class Catalog {
    private static final String RESOURCE = "resources.json";

    private final List<ApiGroup> groups;
    private final Map<GroupVersionResource, ResourceType> byResource = new HashMap<>();
    private final Map<GroupVersionKind, ResourceType> byKind = new HashMap<>();

    /// A catalog of these groups; the core group, if any, comes first.
    public Catalog(List<ApiGroup> groups) {
        this.groups = List.copyOf(groups);
        for (ApiGroup group : groups) {
            for (ApiVersion version : group.versions()) {
                for (ResourceType type : version.resources()) {
                    byResource.put(type.groupVersionResource(), type);
                    byKind.putIfAbsent(type.kind(), type);
                }
            }
        }
    }

    /// Reads the built-in resources from this module.
    public static Catalog load() {
        try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            JsonNode root = JsonMapper.shared().readTree(in);
            List<ApiGroup> groups = new ArrayList<>();
            root.path("api").path("items").forEach(item -> groups.add(group(item)));
            root.path("apis").path("items").forEach(item -> groups.add(group(item)));
            return new Catalog(groups);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// This catalog and more groups behind its own. A group that is here already gets the versions
    /// and resources that it lacks.
    public Catalog with(List<ApiGroup> more) {
        Map<String, ApiGroup> all = new LinkedHashMap<>();
        groups.forEach(group -> all.put(group.name(), group));
        more.forEach(group -> all.merge(group.name(), group, Catalog::merged));
        return new Catalog(List.copyOf(all.values()));
    }

    private static ApiGroup merged(ApiGroup first, ApiGroup second) {
        Map<String, ApiVersion> all = new LinkedHashMap<>();
        first.versions().forEach(version -> all.put(version.version(), version));
        second.versions()
                .forEach(version -> all.merge(version.version(), version, Catalog::merged));
        return new ApiGroup(first.name(), List.copyOf(all.values()));
    }

    private static ApiVersion merged(ApiVersion first, ApiVersion second) {
        List<ResourceType> resources = new ArrayList<>(first.resources());
        resources.addAll(second.resources());
        return new ApiVersion(first.version(), resources);
    }

    /// The groups in discovery's order.
    public List<ApiGroup> groups() {
        return groups;
    }

    /// The group of this name; the core group is the empty string.
    public Optional<ApiGroup> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    public Optional<ResourceType> find(GroupVersionResource resource) {
        return Optional.ofNullable(byResource.get(resource));
    }

    /// The resource whose objects are of this kind. Kinds that only subresources speak
    /// (`autoscaling/v1 Scale`) have none.
    public Optional<ResourceType> find(GroupVersionKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    private static ApiGroup group(JsonNode item) {
        String name = item.path("metadata").path("name").asString("");
        List<ApiVersion> versions = new ArrayList<>();
        for (JsonNode version : item.path("versions")) {
            String versionName = version.path("version").asString("");
            List<ResourceType> types = new ArrayList<>();
            version.path("resources").forEach(type -> types.add(type(name, versionName, type)));
            versions.add(new ApiVersion(versionName, types));
        }
        return new ApiGroup(name, versions);
    }

    private static ResourceType type(String group, String version, JsonNode item) {
        List<Subresource> subresources = new ArrayList<>();
        for (JsonNode sub : item.path("subresources")) {
            subresources.add(
                    new Subresource(
                            sub.path("subresource").asString(""),
                            kind(group, version, sub.path("responseKind")),
                            strings(sub.path("verbs"))));
        }
        ResourceNames names =
                new ResourceNames(
                        item.path("resource").asString(""),
                        item.path("singularResource").asString(""),
                        strings(item.path("shortNames")),
                        strings(item.path("categories")));
        return new ResourceType(
                kind(group, version, item.path("responseKind")),
                names,
                Scope.of(item.path("scope").asString("")),
                strings(item.path("verbs")),
                subresources,
                version);
    }

    /// Discovery leaves group and version of a kind empty where they are those around it.
    private static GroupVersionKind kind(String group, String version, JsonNode node) {
        String ownVersion = node.path("version").asString("");
        String kind = node.path("kind").asString("");
        return ownVersion.isEmpty()
                ? new GroupVersionKind(group, version, kind)
                : new GroupVersionKind(node.path("group").asString(""), ownVersion, kind);
    }

    private static List<String> strings(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString("")));
        return texts;
    }
}
