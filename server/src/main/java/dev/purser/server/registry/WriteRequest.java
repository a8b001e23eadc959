package dev.purser.server.registry;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.function.Consumer;

/// What all writes have in common.
///
/// @param attributes with the namespace and name that the URL has; the name is empty for a creation
/// @param fieldManager who owns the fields that the write sets
/// @param warnings takes the texts of `Warning` headers
public record WriteRequest(
        ServedResource resource,
        Identity identity,
        Attributes attributes,
        String fieldManager,
        DryRun dryRun,
        Consumer<String> warnings) {

    /// Whether the write is only tried.
    public enum DryRun {
        NO,
        ALL
    }

    public String namespace() {
        return resource.isNamespaced() ? attributes.namespace() : "";
    }

    public String name() {
        return attributes.name();
    }

    public String subresource() {
        return attributes.subresource();
    }

    boolean isDryRun() {
        return dryRun == DryRun.ALL;
    }
}
