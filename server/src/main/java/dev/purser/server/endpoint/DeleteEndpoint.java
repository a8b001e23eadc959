package dev.purser.server.endpoint;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.Deletion;
import dev.purser.server.registry.ListPage;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import dev.purser.server.request.Attributes;
import dev.purser.wire.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// DELETE of one object and of many. Thread-safe.
final class DeleteEndpoint {
    private final Registry registry;
    private final Answers answers;
    private final DeleteOptionsReader reader;

    DeleteEndpoint(Registry registry, Bodies bodies, Answers answers) {
        this.registry = registry;
        this.answers = answers;
        this.reader = new DeleteOptionsReader(bodies);
    }

    Answer delete(Exchange exchange, ServedResource resource) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.OBJECT);
        DeleteOptionsReader.Read read = reader.read(exchange);
        warn(exchange, resource, read);
        WriteRequest request = WriteEndpoint.writeRequest(exchange, resource, read.dryRun());
        return switch (registry.delete(request, read.options())) {
            case Deletion.Lingering(StoredObject object) ->
                    answers.object(200, resource, object, output);
            case Deletion.Gone(StoredObject object) ->
                    Registry.answersWithObject(resource)
                            ? answers.object(200, resource, object, output)
                            : answers.tree(200, success(resource, object), output);
        };
    }

    private static void warn(
            Exchange exchange, ServedResource resource, DeleteOptionsReader.Read read) {
        if (read.options().propagation().isEmpty()) {
            resource.rules().warningsOnDelete().forEach(exchange::warn);
        }
    }

    private static ObjectNode success(ServedResource resource, StoredObject object) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details");
        details.put("name", object.name());
        if (!resource.groupResource().group().isEmpty()) {
            details.put("group", resource.groupResource().group());
        }
        details.put("kind", resource.groupResource().resource());
        details.put("uid", object.uid());
        return status;
    }

    /// Deletes what the selectors choose, and answers with what that was.
    Answer deleteCollection(Exchange exchange, ServedResource resource) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.LIST);
        ListOptions options = ListOptions.forList(exchange.request().query());
        DeleteOptionsReader.Read read = reader.read(exchange);
        warn(exchange, resource, read);
        ListPage page =
                registry.list(
                        options.listRequest(resource, ReadEndpoint.namespace(exchange, resource)));
        WriteRequest request = WriteEndpoint.writeRequest(exchange, resource, read.dryRun());
        for (StoredObject object : page.items()) {
            try {
                registry.delete(one(request, object), read.options());
            } catch (StatusException e) {
                if (e.reason() != StatusReason.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return answers.list(resource, page, output);
    }

    /// The same request for one object of many.
    private static WriteRequest one(WriteRequest request, StoredObject object) {
        Attributes all = request.attributes();
        Attributes attributes =
                new Attributes(
                        all.verb(),
                        all.group(),
                        all.version(),
                        all.resource(),
                        all.subresource(),
                        object.namespace(),
                        object.name(),
                        all.path());
        return new WriteRequest(
                request.resource(),
                request.identity(),
                attributes,
                request.fieldManager(),
                request.dryRun(),
                request.warnings(),
                request.annotations());
    }
}
