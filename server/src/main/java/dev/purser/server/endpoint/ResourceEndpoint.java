package dev.purser.server.endpoint;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.Subresource;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.request.Attributes;
import dev.purser.wire.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Finds the resource that a path means and carries the verb out. Thread-safe.
public final class ResourceEndpoint {
    private final Resources resources;
    private final Verbs verbs;
    private final Map<String, Function<Exchange, Answer>> extensions;

    /// @param extensions the groups that are served by something else, by their names
    ResourceEndpoint(
            Resources resources, Verbs verbs, Map<String, Function<Exchange, Answer>> extensions) {
        this.resources = resources;
        this.verbs = verbs;
        this.extensions = Map.copyOf(extensions);
    }

    /// Answers a resource request.
    ///
    /// @throws StatusException when the resource or the object does not exist, or the verb cannot
    ///   be carried out
    public Answer answer(Exchange exchange) {
        Attributes attributes = exchange.attributes();
        Function<Exchange, Answer> extension = extensions.get(attributes.group());
        if (extension != null) {
            return extension.apply(exchange);
        }
        Optional<ServedResource> found =
                resources.find(
                        new GroupVersionResource(
                                attributes.group(), attributes.version(), attributes.resource()));
        if (found.isEmpty() || isNoPathOf(found.get(), exchange)) {
            if (attributes.group().isEmpty()
                    || resources.isBuiltIn(attributes.group(), attributes.version())) {
                throw unknown();
            }
            return Answer.text(404, "404 page not found\n");
        }
        ServedResource resource = found.get();
        resource.custom().ifPresent(custom -> custom.warnings().forEach(exchange::warn));
        requirePath(exchange, resource);
        resource.rules().deprecation().ifPresent(exchange::warn);
        noteDeprecation(exchange, resource);
        requireMethod(exchange);
        if (!attributes.subresource().isEmpty()) {
            return subresource(exchange, resource);
        }
        if (!resource.type().verbs().contains(attributes.verb())) {
            throw notAllowed(exchange, resource);
        }
        return verbs.answer(exchange, resource, Change.Scope.MAIN);
    }

    private static void noteDeprecation(Exchange exchange, ServedResource resource) {
        boolean isDeprecated =
                resource.rules().deprecation().isPresent()
                        || resource.custom()
                                .filter(custom -> !custom.warnings().isEmpty())
                                .isPresent();
        if (isDeprecated) {
            exchange.audit().add("k8s.io/deprecated", "true");
        }
    }

    private Answer subresource(Exchange exchange, ServedResource resource) {
        Subresource subresource =
                resource.type()
                        .subresource(exchange.attributes().subresource())
                        .orElseThrow(() -> noSubresource(exchange, resource));
        boolean isKnown = subresource.verbs().contains(exchange.attributes().verb());
        if (!isKnown && !isProxiedOptions(exchange)) {
            throw notAllowed(exchange, resource);
        }
        return subresource.name().equals("status")
                ? verbs.answer(exchange, resource, Change.Scope.STATUS)
                : verbs.answer(exchange, resource, subresource);
    }

    /// Whether a path names a namespace where a custom resource has none, or none where it needs
    /// one; Kubernetes then knows nothing of the resource.
    private static boolean isNoPathOf(ServedResource resource, Exchange exchange) {
        if (resource.custom().isEmpty()) {
            return false;
        }
        Attributes attributes = exchange.attributes();
        boolean everywhere = Set.of("list", "watch").contains(attributes.verb());
        boolean namespaced = !attributes.namespace().isEmpty();
        return resource.isNamespaced() ? !namespaced && !everywhere : namespaced;
    }

    private static StatusException noSubresource(Exchange exchange, ServedResource resource) {
        return resource.custom().isPresent()
                ? StatusErrors.notFound(resource.groupResource(), exchange.attributes().name())
                : unknown();
    }

    private static StatusException notAllowed(Exchange exchange, ServedResource resource) {
        if (resource.custom().isEmpty()) {
            return notAllowed();
        }
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("group", resource.groupResource().group());
        details.put("kind", resource.groupResource().resource());
        return new StatusException(
                StatusReason.METHOD_NOT_ALLOWED,
                "%s is not supported on resources of kind \"%s\""
                        .formatted(exchange.attributes().verb(), resource.groupResource()),
                details);
    }

    /// Refuses paths that name a namespace where there is none, or none where there must be one.
    private static void requirePath(Exchange exchange, ServedResource resource) {
        List<String> parts = exchange.info().parts();
        boolean namespaced = !exchange.attributes().namespace().isEmpty();
        boolean inNamespace = namespaced && !parts.getFirst().equals("namespaces");
        boolean deep = parts.size() > 3 && !parts.get(2).equals("proxy");
        boolean unreachable = deep || exchange.attributes().verb().equals("proxy");
        if (unreachable || (inNamespace && !resource.isNamespaced())) {
            throw unknown();
        }
        String verb = exchange.attributes().verb();
        boolean named = !exchange.info().pathName().isEmpty();
        boolean onObject = parts.size() > 2 || verb.equals("update") || verb.equals("patch");
        boolean onCollection = parts.size() < 3 && verb.equals("create");
        if ((onObject && !named) || (onCollection && named)) {
            throw notAllowed();
        }
        if (resource.isNamespaced() && !namespaced) {
            if (named) {
                throw unknown();
            }
            if (!verb.equals("list") && !verb.equals("watch")) {
                throw notAllowed();
            }
        }
    }

    private static boolean isProxied(Exchange exchange) {
        return exchange.attributes().subresource().equals("proxy");
    }

    /// What is behind a proxy may know OPTIONS, for which Kubernetes has no verb.
    private static boolean isProxiedOptions(Exchange exchange) {
        return isProxied(exchange) && exchange.request().method().equals("OPTIONS");
    }

    /// Kubernetes' router knows HEAD for proxies alone, and nothing but GET below `/watch/`.
    private static void requireMethod(Exchange exchange) {
        String method = exchange.request().method();
        boolean watch = exchange.attributes().verb().equals("watch");
        boolean isStrangeHead = method.equals("HEAD") && !isProxied(exchange);
        if (isStrangeHead || (watch && !method.equals("GET"))) {
            throw notAllowed();
        }
    }

    /// There is no such resource.
    public static StatusException unknown() {
        return new StatusException(
                StatusReason.NOT_FOUND,
                "the server could not find the requested resource",
                JsonNodeFactory.instance.objectNode());
    }

    /// The resource does not know this verb.
    public static StatusException notAllowed() {
        return new StatusException(
                StatusReason.METHOD_NOT_ALLOWED,
                "the server does not allow this method on the requested resource",
                JsonNodeFactory.instance.objectNode());
    }
}
