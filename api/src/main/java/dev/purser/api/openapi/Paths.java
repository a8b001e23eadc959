package dev.purser.api.openapi;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.resource.Subresource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Finds the paths of a version of a group, with their operations.
final class Paths {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final List<String> LONG_RUNNING =
            List.of("attach", "exec", "portforward", "proxy");

    /// The kinds, by group, whose deletion answers with the object rather than a Status.
    private static final Map<String, Set<String>> RETURN_DELETED =
            Map.of(
                    "",
                    Set.of(
                            "PersistentVolume",
                            "PersistentVolumeClaim",
                            "Pod",
                            "PodTemplate",
                            "ResourceQuota",
                            "Service",
                            "ServiceAccount"),
                    "resource.k8s.io",
                    Set.of(
                            "DeviceClass",
                            "ResourceClaim",
                            "ResourceClaimTemplate",
                            "ResourceSlice"),
                    "storage.k8s.io",
                    Set.of(
                            "CSIDriver",
                            "CSINode",
                            "StorageClass",
                            "VolumeAttachment",
                            "VolumeAttributesClass"));

    private final SchemaPool schemas;

    Paths(SchemaPool schemas) {
        this.schemas = schemas;
    }

    List<PathEntry> of(String group, ApiVersion version) {
        List<PathEntry> entries = new ArrayList<>();
        for (ResourceType type : version.resources()) {
            addResource(root(group, version.version()), type, entries);
        }
        return entries;
    }

    /// The path under which a version is served: `/api/v1`, `/apis/apps/v1`.
    static String root(String group, String version) {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    private void addResource(String root, ResourceType type, List<PathEntry> entries) {
        String plural = type.names().plural();
        List<Parameter> outer = new ArrayList<>();
        String collection = root + "/" + plural;
        if (type.isNamespaced()) {
            addIfAny(collection, List.of(Parameter.PRETTY), everywhere(type), entries);
            collection = root + "/namespaces/{namespace}/" + plural;
            outer.add(Parameter.NAMESPACE);
        }
        List<Parameter> inner = new ArrayList<>(List.of(Parameter.NAME));
        inner.addAll(outer);
        outer.add(Parameter.PRETTY);
        inner.add(Parameter.PRETTY);
        addIfAny(collection, outer, collection(type), entries);
        String item = collection + "/{name}";
        addIfAny(item, inner, patched(type, item(type)), entries);
        for (Subresource sub : type.subresources()) {
            List<Operation> operations = patched(type, subresource(type, sub));
            addIfAny(item + "/" + sub.name(), inner, operations, entries);
        }
    }

    private List<Operation> patched(ResourceType type, List<Operation> operations) {
        return schemas.kinds().containsKey(type.kind())
                ? operations.stream().map(Operation::ofCustomResource).toList()
                : operations;
    }

    private static void addIfAny(
            String path,
            List<Parameter> parameters,
            List<Operation> operations,
            List<PathEntry> entries) {
        if (!operations.isEmpty()) {
            entries.add(new PathEntry(path, List.copyOf(parameters), operations));
        }
    }

    private List<Operation> everywhere(ResourceType type) {
        return type.verbs().contains("list")
                ? List.of(
                        new Operation(
                                "get",
                                "list",
                                id("list", type, "") + "ForAllNamespaces",
                                type.kind(),
                                "",
                                listSchema(type)))
                : List.of();
    }

    private List<Operation> collection(ResourceType type) {
        List<Operation> operations = new ArrayList<>();
        String own = schema(type.kind());
        if (type.verbs().contains("list")) {
            operations.add(
                    new Operation(
                            "get", "list", id("list", type), type.kind(), "", listSchema(type)));
        }
        if (type.verbs().contains("create")) {
            operations.add(
                    new Operation("post", "post", id("create", type), type.kind(), own, own));
        }
        if (type.verbs().contains("deletecollection")) {
            operations.add(
                    new Operation(
                            "delete",
                            "deletecollection",
                            id("delete", type, "Collection" + scope(type)),
                            type.kind(),
                            META + "DeleteOptions",
                            META + "Status"));
        }
        return operations;
    }

    private List<Operation> item(ResourceType type) {
        List<Operation> operations = new ArrayList<>();
        String own = schema(type.kind());
        for (String verb : type.verbs()) {
            switch (verb) {
                case "get" ->
                        operations.add(
                                new Operation(
                                        "get", "get", id("read", type), type.kind(), "", own));
                case "update" ->
                        operations.add(
                                new Operation(
                                        "put", "put", id("replace", type), type.kind(), own, own));
                case "patch" ->
                        operations.add(
                                new Operation(
                                        "patch",
                                        "patch",
                                        id("patch", type),
                                        type.kind(),
                                        META + "Patch",
                                        own));
                case "delete" ->
                        operations.add(
                                new Operation(
                                        "delete",
                                        "delete",
                                        id("delete", type),
                                        type.kind(),
                                        META + "DeleteOptions",
                                        returnsDeleted(type.kind()) ? own : META + "Status"));
                default -> {}
            }
        }
        return operations;
    }

    private List<Operation> subresource(ResourceType type, Subresource sub) {
        List<Operation> operations = new ArrayList<>();
        String own = schema(sub.kind());
        String suffix = capitalized(sub.name());
        boolean connect = LONG_RUNNING.contains(sub.name());
        for (String verb : sub.verbs()) {
            String method =
                    switch (verb) {
                        case "get" -> "get";
                        case "create" -> "post";
                        case "update" -> "put";
                        case "patch" -> "patch";
                        case "delete" -> "delete";
                        default -> "";
                    };
            if (!method.isEmpty()) {
                String name =
                        connect
                                ? id("connect", type, capitalized(method) + scope(type))
                                : id(idVerb(verb), type);
                boolean reads = connect || method.equals("get") || method.equals("delete");
                String body = method.equals("patch") ? META + "Patch" : own;
                operations.add(
                        new Operation(
                                method,
                                connect ? "connect" : method,
                                name + suffix,
                                sub.kind(),
                                reads ? "" : body,
                                connect ? "" : own));
            }
        }
        return operations;
    }

    /// Whether a deletion answers with the object that is no more.
    private static boolean returnsDeleted(GroupVersionKind kind) {
        return RETURN_DELETED.getOrDefault(kind.group(), Set.of()).contains(kind.kind());
    }

    private static String idVerb(String verb) {
        return switch (verb) {
            case "get" -> "read";
            case "update" -> "replace";
            default -> verb;
        };
    }

    private static String id(String verb, ResourceType type) {
        return id(verb, type, scope(type));
    }

    private static String scope(ResourceType type) {
        return type.isNamespaced() ? "Namespaced" : "";
    }

    private static String id(String verb, ResourceType type, String scope) {
        return verb
                + GroupNames.capitalized(type.kind().group())
                + capitalized(type.kind().version())
                + scope
                + type.kind().kind();
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String schema(GroupVersionKind kind) {
        return schemas.name(kind);
    }

    private String listSchema(ResourceType type) {
        GroupVersionKind kind = type.kind();
        return schema(new GroupVersionKind(kind.group(), kind.version(), kind.kind() + "List"));
    }
}
