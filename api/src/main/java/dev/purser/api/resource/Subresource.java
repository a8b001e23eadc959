package dev.purser.api.resource;

import dev.purser.api.meta.GroupVersionKind;
import java.util.List;

/// A part of a resource with a URL of its own.
///
/// @param name the last segment of the URL: `status`, `scale`
/// @param kind what it reads and writes; often, but not always, the kind of its resource
public record Subresource(String name, GroupVersionKind kind, List<String> verbs) {
    public Subresource {
        verbs = List.copyOf(verbs);
    }
}
