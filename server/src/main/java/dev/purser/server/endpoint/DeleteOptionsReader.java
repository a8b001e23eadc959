package dev.purser.server.endpoint;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.DeleteOptions;
import dev.purser.client.DeleteOptions.Propagation;
import dev.purser.server.registry.WriteRequest.DryRun;
import dev.purser.server.request.AuditTrail;
import dev.purser.wire.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads the options of a deletion: from the body when there is one, else from the query.
final class DeleteOptionsReader {
    private static final String TYPE_STRUCT =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                    + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private final Bodies bodies;

    DeleteOptionsReader(Bodies bodies) {
        this.bodies = bodies;
    }

    /// The options, with whether the deletion is only tried.
    record Read(DeleteOptions options, DryRun dryRun) {}

    /// The options as they were written, before they are checked.
    private record Raw(
            OptionalLong grace,
            String policy,
            Optional<Boolean> orphan,
            List<String> dryRun,
            Optional<String> uid,
            Optional<String> version) {}

    Read read(Exchange exchange) {
        byte[] body = exchange.request().body().readAll();
        return check(
                body.length > 0
                        ? ofBody(body, exchange.audit())
                        : ofQuery(exchange.request().query()));
    }

    private static Raw ofQuery(Query query) {
        return new Raw(
                Parameters.number(query, "gracePeriodSeconds"),
                query.first("propagationPolicy"),
                query.has("orphanDependents")
                        ? Optional.of(query.isTrue("orphanDependents"))
                        : Optional.empty(),
                query.all("dryRun"),
                Optional.empty(),
                Optional.empty());
    }

    private Raw ofBody(byte[] body, AuditTrail audit) {
        JsonNode tree;
        try {
            tree = bodies.tree(body);
        } catch (DecodingException e) {
            throw ProtobufCodec.isEnveloped(body)
                    ? StatusErrors.badRequest(e.getMessage())
                    : unreadable(e.getMessage());
        }
        if (!tree.isObject() && !tree.isNull()) {
            throw unreadable(
                    "json: cannot unmarshal %s into Go value of type %s"
                            .formatted(Bodies.goType(tree), TYPE_STRUCT));
        }
        requireKind(tree);
        audit.requestBody(() -> logged(tree));
        List<String> dryRun = new ArrayList<>();
        tree.path("dryRun").forEach(value -> dryRun.add(value.asString("")));
        JsonNode grace = tree.path("gracePeriodSeconds");
        JsonNode orphan = tree.path("orphanDependents");
        JsonNode preconditions = tree.path("preconditions");
        return new Raw(
                grace.isIntegralNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
                tree.path("propagationPolicy").asString(""),
                orphan.isBoolean() ? Optional.of(orphan.asBoolean()) : Optional.empty(),
                dryRun,
                text(preconditions.path("uid")),
                text(preconditions.path("resourceVersion")));
    }

    /// Options as Kubernetes logs them: in the order and the version of its own struct.
    private static ObjectNode logged(JsonNode tree) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("kind", "DeleteOptions").put("apiVersion", "meta.k8s.io/__internal");
        for (String name :
                List.of(
                        "gracePeriodSeconds",
                        "preconditions",
                        "orphanDependents",
                        "propagationPolicy",
                        "dryRun")) {
            tree.optional(name)
                    .filter(value -> !value.isNull())
                    .ifPresent(value -> options.set(name, value));
        }
        return options;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static void requireKind(JsonNode tree) {
        String kind = tree.path("kind").asString("DeleteOptions");
        String version = tree.path("apiVersion").asString("v1");
        if (!kind.equals("DeleteOptions")) {
            throw StatusErrors.badRequest(
                    ("no kind \"%s\" is registered for version \"%s\" in scheme"
                                    + " \"pkg/runtime/scheme.go:111\"")
                            .formatted(kind, version));
        }
    }

    private static RuntimeException unreadable(String why) {
        return StatusErrors.badRequest("couldn't get version/kind; json parse error: " + why);
    }

    private static Read check(Raw raw) {
        FieldErrors errors = new FieldErrors();
        Optional<Propagation> propagation = propagation(raw, errors);
        DryRun dryRun = DryRun.read(raw.dryRun(), errors);
        errors.throwIfAny(new GroupVersionKind("meta.k8s.io", "", "DeleteOptions"), "");
        return new Read(
                new DeleteOptions(raw.grace(), propagation, raw.uid(), raw.version()), dryRun);
    }

    private static Optional<Propagation> propagation(Raw raw, FieldErrors errors) {
        if (!raw.policy().isEmpty() && raw.orphan().isPresent()) {
            errors.invalid(
                    "propagationPolicy",
                    raw.policy(),
                    "orphanDependents and deletionPropagation cannot be both set");
            return Optional.empty();
        }
        if (raw.orphan().isPresent()) {
            return Optional.of(raw.orphan().get() ? Propagation.ORPHAN : Propagation.BACKGROUND);
        }
        if (raw.policy().isEmpty()) {
            return Optional.empty();
        }
        for (Propagation policy : Propagation.values()) {
            if (policy.text().equals(raw.policy())) {
                return Optional.of(policy);
            }
        }
        errors.add(
                new FieldError(
                        FieldError.Type.NOT_SUPPORTED,
                        "propagationPolicy",
                        ("Unsupported value: \"%s\": supported values: \"Foreground\","
                                        + " \"Background\", \"Orphan\", \"nil\"")
                                .formatted(raw.policy())));
        return Optional.empty();
    }
}
