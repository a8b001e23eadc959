package dev.purser.server.endpoint;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.PatchType;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import dev.purser.server.registry.Written;
import dev.purser.wire.http.Answer;
import tools.jackson.databind.node.JsonNodeFactory;

/// POST, PUT and PATCH of objects, of their status and of their other views. Thread-safe.
final class WriteEndpoint {
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String PATCHES =
            "application/json-patch+json, application/merge-patch+json,"
                    + " application/strategic-merge-patch+json, "
                    + APPLY;

    private final Registry registry;
    private final Bodies bodies;
    private final Changes changes;
    private final Answers answers;

    WriteEndpoint(Registry registry, Bodies bodies, Changes changes, Answers answers) {
        this.registry = registry;
        this.bodies = bodies;
        this.changes = changes;
        this.answers = answers;
    }

    Answer create(Exchange exchange, ServedResource resource) {
        Received received = receive(exchange, resource, WriteOptions.Kind.CREATE);
        KubeObject object = bodies.withDefaults(resource, received.object());
        exchange.audit().requestObject(object.json());
        WriteRequest request = writeRequest(exchange, resource, received.options().dryRun());
        return answers.object(201, resource, registry.create(request, object), received.output());
    }

    /// A POST that is not stored.
    Answer post(
            Exchange exchange,
            ServedResource resource,
            GroupVersionKind kind,
            PostHandler handler) {
        Received received = receive(exchange, kind, WriteOptions.Kind.CREATE);
        exchange.audit().requestObject(received.object().json());
        WriteRequest request = writeRequest(exchange, resource, received.options().dryRun());
        KubeObject answer = registry.post(request, handler, received.object());
        return answers.tree(201, answer.json(), received.output());
    }

    Answer replace(Exchange exchange, ServedResource resource, Change.Scope scope) {
        Received received = receive(exchange, resource, WriteOptions.Kind.UPDATE);
        KubeObject object = bodies.withDefaults(resource, received.object());
        exchange.audit().requestObject(object.json());
        ObjectIdentity.require(exchange.attributes(), object);
        WriteRequest request = writeRequest(exchange, resource, received.options().dryRun());
        Written written = registry.update(request, changes.replacement(resource, object, scope));
        return written(resource, written, received.output());
    }

    /// A PUT of a view.
    Answer replace(Exchange exchange, ServedResource resource, Projection projection) {
        Received received = receive(exchange, projection.kind(), WriteOptions.Kind.UPDATE);
        exchange.audit().requestObject(received.object().json());
        ObjectIdentity.require(exchange.attributes(), received.object());
        WriteRequest request = writeRequest(exchange, resource, received.options().dryRun());
        Written written =
                registry.update(request, changes.replacement(projection, received.object()));
        return view(resource, projection, written, received.output());
    }

    Answer patch(Exchange exchange, ServedResource resource, Change.Scope scope) {
        PatchRequest patch = readPatch(exchange, resource);
        Change change =
                switch (patch.edit()) {
                    case PatchRequest.Applied applied ->
                            changes.application(applied.wanted(), applied.onConflict(), scope);
                    case PatchRequest.Patched patched ->
                            changes.patch(
                                    patched.patch(), patch.options().fieldValidation(), scope);
                };
        WriteRequest request = writeRequest(exchange, resource, patch.options().dryRun());
        return written(resource, registry.update(request, change), patch.output());
    }

    /// A PATCH of a view.
    Answer patch(Exchange exchange, ServedResource resource, Projection projection) {
        PatchRequest patch = readPatch(exchange, resource);
        Change change =
                switch (patch.edit()) {
                    case PatchRequest.Applied applied ->
                            changes.application(projection, applied.wanted(), applied.onConflict());
                    case PatchRequest.Patched patched ->
                            changes.patch(
                                    projection, patched.patch(), patch.options().fieldValidation());
                };
        WriteRequest request = writeRequest(exchange, resource, patch.options().dryRun());
        return view(resource, projection, registry.update(request, change), patch.output());
    }

    private PatchRequest readPatch(Exchange exchange, ServedResource resource) {
        if (mediaType(exchange).equals(APPLY)) {
            return PatchRequest.apply(exchange, bodies);
        }
        PatchType type = patchType(exchange);
        if (type == PatchType.STRATEGIC_MERGE && resource.custom().isPresent()) {
            throw Bodies.unsupported(
                    "application/json-patch+json, application/merge-patch+json,"
                            + " application/apply-patch+yaml");
        }
        return PatchRequest.patch(exchange, bodies, type);
    }

    /// What a request brought, read in the order in which Kubernetes reads it.
    private record Received(Output output, WriteOptions options, KubeObject object) {}

    private Received receive(
            Exchange exchange, ServedResource resource, WriteOptions.Kind options) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.OBJECT);
        Bodies.format(exchange);
        WriteOptions read = WriteOptions.read(exchange.request().query(), options);
        return new Received(output, read, bodies.read(exchange, resource, read.fieldValidation()));
    }

    private Received receive(Exchange exchange, GroupVersionKind kind, WriteOptions.Kind options) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.OBJECT);
        Bodies.format(exchange);
        WriteOptions read = WriteOptions.read(exchange.request().query(), options);
        return new Received(output, read, bodies.read(exchange, kind, read.fieldValidation()));
    }

    private Answer written(ServedResource resource, Written written, Output output) {
        int status = written.effect() == Written.Effect.CREATED ? 201 : 200;
        return answers.object(status, resource, written.object(), output);
    }

    private Answer view(
            ServedResource resource, Projection projection, Written written, Output output) {
        KubeObject view = projection.view(written.object().toObject());
        return answers.view(resource, view, output);
    }

    private static String mediaType(Exchange exchange) {
        String contentType = exchange.request().headers().first("Content-Type");
        int semicolon = contentType.indexOf(';');
        return semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    }

    private static PatchType patchType(Exchange exchange) {
        String mediaType = mediaType(exchange);
        return PatchType.of(mediaType)
                .orElseThrow(() ->
                        PatchType.of(mediaType.strip()).isPresent()
                                ? Bodies.unsupported(PATCHES)
                                : new StatusException(
                                        StatusReason.UNSUPPORTED_MEDIA_TYPE,
                                        "415: Unsupported Media Type",
                                        JsonNodeFactory.instance.objectNode()));
    }

    static WriteRequest writeRequest(
            Exchange exchange, ServedResource resource, WriteRequest.DryRun dryRun) {
        return new WriteRequest(
                resource,
                exchange.identity(),
                exchange.attributes(),
                exchange.request().fieldManager(),
                dryRun,
                exchange.warningsOfWrite(),
                exchange.audit());
    }
}
