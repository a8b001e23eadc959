package dev.purser.server.measure;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.server.registry.Resources;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.RequestInfo;
import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What requests are counted by. Everything that a client could make up is the empty string.
///
/// @param scope `resource` for one object, `namespace` or `cluster` for many
public record RequestSort(
        String verb, GroupVersionResource resource, String subresource, String scope) {
    private static final GroupVersionResource NONE = new GroupVersionResource("", "", "");
    private static final Set<String> READING = Set.of("GET", "LIST", "WATCH", "HEAD", "OPTIONS");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /// The sort of a request.
    public static RequestSort of(ApiRequest request, Resources resources) {
        Attributes asked =
                RequestInfo.parse(request.method(), request.path(), request.query()).attributes();
        GroupVersionResource resource =
                new GroupVersionResource(asked.group(), asked.version(), asked.resource());
        var served = asked.isResourceRequest() ? resources.find(resource) : null;
        if (served == null || served.isEmpty()) {
            String method = METHODS.contains(request.method()) ? request.method() : "other";
            return new RequestSort(method, NONE, "", "");
        }
        boolean known = served.get().type().subresource(asked.subresource()).isPresent();
        return new RequestSort(
                verb(request, asked.verb()),
                resource,
                known ? asked.subresource() : "",
                scope(asked));
    }

    private static String verb(ApiRequest request, String verb) {
        return switch (verb) {
            case "create" -> "POST";
            case "update" -> "PUT";
            case "patch" ->
                    request.headers().first("Content-Type").startsWith("application/apply-patch")
                            ? "APPLY"
                            : "PATCH";
            default -> verb.toUpperCase(Locale.ROOT);
        };
    }

    private static String scope(Attributes asked) {
        if (!asked.name().isEmpty()) {
            return "resource";
        }
        return asked.namespace().isEmpty() ? "cluster" : "namespace";
    }

    boolean isMutating() {
        return !READING.contains(verb);
    }

    /// A list of the caller's own.
    List<Map.Entry<String, String>> labels() {
        List<Map.Entry<String, String>> labels = new ArrayList<>();
        labels.add(Map.entry("component", "apiserver"));
        labels.add(Map.entry("group", resource.group()));
        labels.add(Map.entry("resource", resource.resource()));
        labels.add(Map.entry("scope", scope));
        labels.add(Map.entry("subresource", subresource));
        labels.add(Map.entry("verb", verb));
        labels.add(Map.entry("version", resource.version()));
        return labels;
    }
}
