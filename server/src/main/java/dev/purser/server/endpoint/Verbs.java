package dev.purser.server.endpoint;

import dev.purser.api.resource.Subresource;
import dev.purser.server.proxy.HttpProxy;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.ServedResource;
import dev.purser.wire.http.Answer;
import java.util.List;
import java.util.Optional;

/// What each verb does, on an object and on its subresources. Thread-safe.
record Verbs(
        ReadEndpoint reads,
        WatchEndpoint watches,
        WriteEndpoint writes,
        DeleteEndpoint deletions,
        Subresources subresources,
        PodConnections connections,
        HttpProxy proxy) {

    /// Carries the verb of a request out, on the object itself or on its status.
    Answer answer(Exchange exchange, ServedResource resource, Change.Scope scope) {
        return switch (exchange.attributes().verb()) {
            case "get" -> reads.get(exchange, resource);
            case "list" -> reads.list(exchange, resource);
            case "watch" -> watches.watch(exchange, resource);
            case "create" -> create(exchange, resource);
            case "update" -> writes.replace(exchange, resource, scope);
            case "patch" -> writes.patch(exchange, resource, scope);
            case "delete" -> deletions.delete(exchange, resource);
            case "deletecollection" -> deletions.deleteCollection(exchange, resource);
            default -> throw ResourceEndpoint.notAllowed();
        };
    }

    private Answer create(Exchange exchange, ServedResource resource) {
        Optional<PostHandler> handler = subresources.posted(resource, "");
        return handler.isPresent()
                ? writes.post(exchange, resource, resource.kind(), handler.get())
                : writes.create(exchange, resource);
    }

    /// Carries a verb out on a subresource with a kind of its own.
    Answer answer(Exchange exchange, ServedResource resource, Subresource subresource) {
        if (subresource.name().equals("proxy")) {
            List<String> parts = exchange.info().parts();
            return proxy.answer(
                    exchange.request(), exchange.attributes(), parts.subList(3, parts.size()));
        }
        if (connections.serves(resource, subresource.name())) {
            return connections.answer(exchange, resource);
        }
        Optional<ServedResource> ruled = subresources.ruled(resource, subresource.name());
        if (ruled.isPresent()) {
            return answer(exchange, ruled.get(), Change.Scope.MAIN);
        }
        Optional<CustomSubresource> custom = subresources.custom(resource, subresource.name());
        if (custom.isPresent()) {
            return custom.get().answer(exchange);
        }
        Optional<PostHandler> posted = subresources.posted(resource, subresource.name());
        if (posted.isPresent()) {
            return writes.post(exchange, resource, subresource.kind(), posted.get());
        }
        Projection projection =
                subresources
                        .projection(resource, subresource.name())
                        .orElseThrow(ResourceEndpoint::unknown);
        return switch (exchange.attributes().verb()) {
            case "get" -> reads.view(exchange, resource, projection);
            case "update" -> writes.replace(exchange, resource, projection);
            case "patch" -> writes.patch(exchange, resource, projection);
            default -> throw ResourceEndpoint.notAllowed();
        };
    }
}
