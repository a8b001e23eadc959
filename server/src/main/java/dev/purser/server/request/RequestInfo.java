package dev.purser.server.request;

import dev.purser.api.selector.FieldSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.wire.request.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a URL and a method mean, by Kubernetes' rules (`apiserver/pkg/endpoints/request`).
///
/// @param attributes what authorization is asked for
/// @param parts the path segments from the resource on: resource, name, subresource, and whatever
///   follows; empty for non-resource requests
public record RequestInfo(Attributes attributes, List<String> parts) {
    private static final Set<String> PREFIXES = Set.of("api", "apis");
    private static final Set<String> SPECIAL_VERBS = Set.of("proxy", "watch");
    private static final Set<String> COLLECTION_VERBS = Set.of("list", "watch", "deletecollection");
    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

    public RequestInfo {
        parts = List.copyOf(parts);
    }

    /// Reads a request's line; always finds a meaning, though perhaps of a resource that does not
    /// exist.
    public static RequestInfo parse(String method, String path, Query query) {
        List<String> segments = segments(path);
        if (segments.size() < 3 || !PREFIXES.contains(segments.getFirst())) {
            return nonResource(method, path);
        }
        boolean core = segments.getFirst().equals("api");
        if (!core && segments.size() < 4) {
            return nonResource(method, path);
        }
        String group = core ? "" : segments.get(1);
        String version = segments.get(core ? 1 : 2);
        List<String> rest = segments.subList(core ? 2 : 3, segments.size());
        return resource(new Start(method, path, query, group, version), rest);
    }

    private record Start(String method, String path, Query query, String group, String version) {}

    private static RequestInfo resource(Start start, List<String> segments) {
        List<String> parts = segments;
        String verb = verb(start.method());
        boolean special = SPECIAL_VERBS.contains(parts.getFirst());
        if (special) {
            verb = parts.getFirst();
            parts = parts.subList(1, parts.size());
        }
        if (parts.isEmpty()) {
            return nonResource(start.method(), start.path());
        }
        String namespace = "";
        if (parts.getFirst().equals("namespaces") && parts.size() > 1) {
            namespace = parts.get(1);
            if (parts.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(parts.get(2))) {
                parts = parts.subList(2, parts.size());
            }
        }
        String name = at(parts, 1);
        String subresource = verb.equals("proxy") ? "" : at(parts, 2);
        if (name.isEmpty() && verb.equals("get")) {
            verb = start.query().isTrue("watch") ? "watch" : "list";
            name = selectedName(start.query());
        } else if (name.isEmpty() && verb.equals("delete")) {
            // Even if a selector names one object, this is a right to a collection.
            verb = "deletecollection";
        }
        Attributes attributes =
                new Attributes(
                        verb,
                        start.group(),
                        start.version(),
                        parts.getFirst(),
                        subresource,
                        namespace,
                        name,
                        start.path(),
                        special ? FieldSelector.everything() : fields(verb, start.query()));
        return new RequestInfo(attributes, parts);
    }

    /// The name that the path itself has; empty for collections, whatever a selector says.
    public String pathName() {
        return at(parts, 1);
    }

    private static RequestInfo nonResource(String method, String path) {
        return new RequestInfo(
                Attributes.nonResource(method.toLowerCase(Locale.ROOT), path), List.of());
    }

    private static List<String> segments(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return start == end ? List.of() : Arrays.asList(path.substring(start, end).split("/", -1));
    }

    private static String verb(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "GET", "HEAD" -> "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    /// Authorization may look at the selector of a collection; one that cannot be read is refused
    /// later, in its own words.
    private static FieldSelector fields(String verb, Query query) {
        if (!COLLECTION_VERBS.contains(verb)) {
            return FieldSelector.everything();
        }
        try {
            return FieldSelector.parse(query.first("fieldSelector"));
        } catch (SelectorException e) {
            return FieldSelector.everything();
        }
    }

    /// The name that `fieldSelector=metadata.name=x` asks for, so that a role restricted to names
    /// may allow it.
    private static String selectedName(Query query) {
        try {
            return FieldSelector.parse(query.first("fieldSelector"))
                    .requiredValue("metadata.name")
                    .filter(RequestInfo::isPathSegment)
                    .orElse("");
        } catch (SelectorException e) {
            return "";
        }
    }

    private static boolean isPathSegment(String name) {
        return !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('%') < 0;
    }
}
