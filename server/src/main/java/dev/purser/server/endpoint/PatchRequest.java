package dev.purser.server.endpoint;

import dev.purser.api.managed.ServerSideApply.OnConflict;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.Patch;
import dev.purser.api.patch.PatchType;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;

/// What a PATCH brought, read in the order in which Kubernetes reads it.
record PatchRequest(Output output, WriteOptions options, Edit edit) {
    /// The two ways to say what should change.
    sealed interface Edit {}

    /// @param wanted as it was sent, neither pruned nor defaulted
    record Applied(KubeObject wanted, OnConflict onConflict) implements Edit {}

    record Patched(Patch patch) implements Edit {}

    /// A server-side apply.
    static PatchRequest apply(Exchange exchange, Bodies bodies) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.OBJECT);
        WriteOptions options =
                WriteOptions.read(exchange.request().query(), WriteOptions.Kind.APPLY);
        KubeObject wanted = bodies.readConfiguration(exchange, options.fieldValidation());
        OnConflict onConflict =
                switch (options.force()) {
                    case NO -> OnConflict.FAIL;
                    case YES -> OnConflict.FORCE;
                };
        return new PatchRequest(output, options, new Applied(wanted, onConflict));
    }

    /// A patch in one of the formats that change a tree.
    static PatchRequest patch(Exchange exchange, Bodies bodies, PatchType type) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.OBJECT);
        byte[] body = exchange.request().body().readAll();
        WriteOptions options =
                WriteOptions.read(exchange.request().query(), WriteOptions.Kind.PATCH);
        return new PatchRequest(
                output,
                options,
                new Patched(
                        bodies.readPatch(body, type, options.fieldValidation(), exchange.audit())));
    }
}
