package dev.purser.client.remote;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The URL of a resource or object, relative to the server.
final class ResourcePath {
    private final StringBuilder path = new StringBuilder();
    private final Map<String, String> query = new LinkedHashMap<>();

    private ResourcePath(GroupVersionResource resource, String namespace) {
        path.append(resource.group().isEmpty() ? "/api/" : "/apis/").append(resource.apiVersion());
        if (!namespace.isEmpty()) {
            path.append("/namespaces/").append(encode(namespace));
        }
        path.append('/').append(resource.resource());
    }

    /// All objects of a resource; an empty namespace means cluster scope or all namespaces.
    static ResourcePath collection(GroupVersionResource resource, String namespace) {
        return new ResourcePath(resource, namespace);
    }

    static ResourcePath object(Api.ObjectRef object) {
        ResourcePath path = new ResourcePath(object.resource(), object.namespace());
        path.path.append('/').append(encode(object.name()));
        return path;
    }

    /// Adds a subresource; nothing for the empty name.
    ResourcePath subresource(String name) {
        if (!name.isEmpty()) {
            path.append('/').append(name);
        }
        return this;
    }

    /// Adds a parameter; nothing for the empty value.
    ResourcePath with(String parameter, String value) {
        if (!value.isEmpty()) {
            query.put(parameter, value);
        }
        return this;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        String parameters =
                query.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? path.toString() : path + "?" + parameters;
    }
}
