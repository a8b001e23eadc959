package dev.purser.server.audit;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// A call of a program inside this process.
///
/// @param uri what the call would be as a request
/// @param userAgent the program's name
public record InternalCall(Identity identity, String userAgent, Attributes attributes, String uri) {
    /// A call that names nothing but what its attributes say.
    public static InternalCall of(Identity identity, String userAgent, Attributes attributes) {
        return new InternalCall(identity, userAgent, attributes, path(attributes));
    }

    /// A call about a collection.
    ///
    /// @param labelSelector empty for none
    /// @param fieldSelector empty for none
    public static InternalCall selecting(
            Identity identity,
            String userAgent,
            Attributes attributes,
            String labelSelector,
            String fieldSelector) {
        StringBuilder uri = new StringBuilder(collectionPath(attributes));
        char separator = '?';
        separator = append(uri, separator, "fieldSelector", fieldSelector);
        separator = append(uri, separator, "labelSelector", labelSelector);
        append(uri, separator, "watch", attributes.verb().equals("watch") ? "true" : "");
        return new InternalCall(identity, userAgent, attributes, uri.toString());
    }

    private static char append(StringBuilder uri, char separator, String name, String value) {
        if (value.isEmpty()) {
            return separator;
        }
        uri.append(separator).append(name).append('=');
        uri.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        return '&';
    }

    private static String collectionPath(Attributes attributes) {
        String group =
                attributes.group().isEmpty()
                        ? "/api/" + attributes.version()
                        : "/apis/" + attributes.group() + "/" + attributes.version();
        String namespace =
                attributes.namespace().isEmpty() ? "" : "/namespaces/" + attributes.namespace();
        return group + namespace + "/" + attributes.resource();
    }

    private static String path(Attributes attributes) {
        StringBuilder path = new StringBuilder(collectionPath(attributes));
        for (String part : new String[] {attributes.name(), attributes.subresource()}) {
            if (!part.isEmpty()) {
                path.append('/').append(part);
            }
        }
        return path.toString();
    }

    /// The status of a call that succeeds.
    int successCode() {
        return attributes.verb().equals("create") ? 201 : 200;
    }
}
