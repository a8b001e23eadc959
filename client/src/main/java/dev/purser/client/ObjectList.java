package dev.purser.client;

import dev.purser.api.meta.KubeObject;
import java.util.List;

/// A page of objects.
///
/// @param resourceVersion the version of the whole list; a watch goes on from it
/// @param continueToken asks for the next page; empty on the last
public record ObjectList(List<KubeObject> items, String resourceVersion, String continueToken) {
    public ObjectList {
        items = List.copyOf(items);
    }
}
