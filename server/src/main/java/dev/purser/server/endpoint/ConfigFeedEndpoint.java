package dev.purser.server.endpoint;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.node.ConfigFeed;
import dev.purser.server.audit.Auditor;
import dev.purser.server.audit.WatchedSecrets;
import dev.purser.server.registry.ListRequest;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.request.Attributes;
import dev.purser.wire.http.Answer;

/// Answers watches of a node's configuration ([ConfigFeed]), which discovery does not tell of.
/// Thread-safe.
public final class ConfigFeedEndpoint {
    private static final GroupVersionResource DESCRIBED =
            new GroupVersionResource("", "v1", "configmaps");

    private final Resources resources;
    private final Registry registry;
    private final WatchEndpoint watches;
    private final Auditor auditor;

    ConfigFeedEndpoint(
            Resources resources, Registry registry, WatchEndpoint watches, Auditor auditor) {
        this.resources = resources;
        this.registry = registry;
        this.watches = watches;
        this.auditor = auditor;
    }

    /// The resource that the feed's bookmarks are of.
    public static ServedResource described(Resources resources) {
        return resources.find(DESCRIBED).orElseThrow(ResourceEndpoint::unknown);
    }

    Answer answer(Exchange exchange) {
        Attributes asked = exchange.attributes();
        GroupVersionResource resource =
                new GroupVersionResource(asked.group(), asked.version(), asked.resource());
        if (!resource.equals(ConfigFeed.RESOURCE) || exchange.info().parts().size() != 1) {
            throw ResourceEndpoint.unknown();
        }
        if (!asked.verb().equals("watch") || !exchange.request().method().equals("GET")) {
            throw ResourceEndpoint.notAllowed();
        }
        var query = exchange.request().query();
        ListRequest.Selection selection =
                ListRequest.Selection.parse(
                        query.first("labelSelector"), query.first("fieldSelector"));
        return watches.watchConfig(
                exchange,
                registry.watchConfig(
                        selection.fields(),
                        query.first("resourceVersion"),
                        new WatchedSecrets(
                                auditor,
                                exchange.identity(),
                                exchange.request().headers().first("User-Agent"))),
                described(resources));
    }
}
