package dev.purser.server.endpoint;

import dev.purser.api.status.StatusErrors;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.ServedResource;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.Query;

/// GET of one object and of a list. Thread-safe.
final class ReadEndpoint {
    private final Registry registry;
    private final Answers answers;

    ReadEndpoint(Registry registry, Answers answers) {
        this.registry = registry;
        this.answers = answers;
    }

    Answer get(Exchange exchange, ServedResource resource) {
        refuseExport(exchange.request().query());
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.OBJECT);
        return answers.object(
                200,
                resource,
                registry.get(
                        resource,
                        namespace(exchange, resource),
                        exchange.info().pathName(),
                        exchange.request().query().first("resourceVersion")),
                output);
    }

    /// What `kubectl get --export` asked for until Kubernetes 1.18.
    private static void refuseExport(Query query) {
        if (query.has("export") && query.isTrue("export")) {
            throw StatusErrors.badRequest(
                    "the export parameter, deprecated since v1.14, is no longer supported");
        }
    }

    /// GET of another view of an object.
    Answer view(Exchange exchange, ServedResource resource, Projection projection) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.OBJECT);
        StoredObject object =
                registry.get(
                        resource,
                        namespace(exchange, resource),
                        exchange.info().pathName(),
                        exchange.request().query().first("resourceVersion"));
        return answers.view(resource, projection.view(object.toObject()), output);
    }

    Answer list(Exchange exchange, ServedResource resource) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.LIST);
        ListOptions options = ListOptions.forList(exchange.request().query());
        return answers.list(
                resource,
                registry.list(options.listRequest(resource, namespace(exchange, resource))),
                output);
    }

    static String namespace(Exchange exchange, ServedResource resource) {
        return resource.isNamespaced() ? exchange.attributes().namespace() : "";
    }
}
