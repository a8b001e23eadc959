package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A way to find objects in an [ObjectCache] beside their names.
///
/// @param name tells indexes apart; one cache has one index of a name
/// @param values computes the values that an object is found by; must be pure
public record ObjectIndex(String name, Function<KubeObject, ? extends Collection<String>> values) {
    /// Objects by their namespace.
    public static ObjectIndex byNamespace() {
        return new ObjectIndex("namespace", object -> List.of(object.namespace()));
    }

    /// Objects by their own uid.
    public static ObjectIndex byUid() {
        return new ObjectIndex("uid", object -> List.of(object.uid()));
    }

    /// Objects by the uids of all owners in `metadata.ownerReferences`.
    public static ObjectIndex byOwner() {
        return new ObjectIndex("owner", ObjectIndex::ownerUids);
    }

    private static List<String> ownerUids(KubeObject object) {
        List<String> uids = new ArrayList<>();
        for (JsonNode owner : object.metadata().path("ownerReferences")) {
            uids.add(owner.path("uid").asString(""));
        }
        return uids;
    }
}
