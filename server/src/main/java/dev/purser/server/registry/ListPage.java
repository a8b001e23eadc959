package dev.purser.server.registry;

import dev.purser.server.object.StoredObject;
import java.util.List;
import java.util.OptionalLong;

/// A page of a list.
///
/// @param revision the version of the whole list
/// @param continueToken asks for the next page; empty on the last
/// @param remaining how many objects follow, where that is known without reading them
public record ListPage(
        List<StoredObject> items, long revision, String continueToken, OptionalLong remaining) {
    public ListPage {
        items = List.copyOf(items);
    }
}
