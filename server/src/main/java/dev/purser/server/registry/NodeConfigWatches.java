package dev.purser.server.registry;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.selector.FieldSelector;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.watch.Disclosure;
import dev.purser.server.watch.ItemWatch;
import dev.purser.server.watch.ObjectWatch;
import dev.purser.server.watch.WatchItem;
import dev.purser.store.CompactedException;
import dev.purser.store.RevisionCache;
import java.util.Set;

/// Begins the configuration feeds of nodes. Thread-safe.
final class NodeConfigWatches {
    private final ObjectStore store;
    private final Resources resources;

    NodeConfigWatches(ObjectStore store, Resources resources) {
        this.store = store;
        this.resources = resources;
    }

    ItemWatch watch(FieldSelector fields, String version, Disclosure disclosure) {
        String node =
                fields.requiredValue("metadata.name")
                        .orElseThrow(() ->
                                StatusErrors.badRequest(
                                        "a field selector must name the node: metadata.name=NODE"));
        long asked = Versions.parseForRead(version);
        if (asked != 0) {
            // The feed keeps no history of what was named when: whoever lost it begins anew.
            return ObjectWatch.failed(
                    new WatchItem.Failed(ObjectWatch.tooOld(asked, store.revision())));
        }
        NodeConfigState state =
                new NodeConfigState(
                        store.cache(),
                        new NodeConfigState.Served(
                                core("pods"), core("configmaps"), core("secrets")),
                        node,
                        disclosure);
        while (true) {
            String pods = core("pods").keys().prefix();
            try {
                RevisionCache.Page page =
                        store.cache().list(new RevisionCache.ListQuery(pods, 0, "", 0));
                RevisionCache.Watcher changes =
                        store.cache()
                                .watch(
                                        Set.of(
                                                pods,
                                                core("configmaps").keys().prefix(),
                                                core("secrets").keys().prefix()),
                                        page.revision());
                return NodeConfigWatch.begin(state, page, changes);
            } catch (CompactedException _) {
                // Compacted between the two calls: a newer page will do.
            }
        }
    }

    private ServedResource core(String plural) {
        return resources.find(new GroupVersionResource("", "v1", plural)).orElseThrow();
    }
}
