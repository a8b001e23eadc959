package dev.purser.server.review;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The reviews that tell whether somebody may do something (`authorization.k8s.io`).
public final class AccessReviews {
    /// Errors name no kind: Kubernetes leaves it out here.
    private static final GroupVersionKind KIND_OF_ERRORS =
            new GroupVersionKind("authorization.k8s.io", "v1", "");

    private static final Set<String> LOCAL_METADATA =
            Set.of("namespace", "managedFields", "creationTimestamp");

    private final Authorizer authorizer;

    public AccessReviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /// `selfsubjectaccessreviews`: may I?
    public AnsweringResource self() {
        return (identity, _, review) -> {
            FieldErrors errors = new FieldErrors();
            AccessSpec.validate(review, errors);
            errors.throwIfAny(KIND_OF_ERRORS, "");
            return decide(review, identity);
        };
    }

    /// `subjectaccessreviews`: may they?
    public AnsweringResource subject() {
        return (_, _, review) -> {
            FieldErrors errors = new FieldErrors();
            validateSubject(review, errors);
            errors.throwIfAny(KIND_OF_ERRORS, "");
            return decide(review, subjectOf(review));
        };
    }

    /// `localsubjectaccessreviews`: may they, in this namespace?
    public AnsweringResource local() {
        return (_, attributes, review) -> {
            FieldErrors errors = new FieldErrors();
            validateSubject(review, errors);
            validateLocal(review, attributes, errors);
            errors.throwIfAny(KIND_OF_ERRORS, "");
            review.metadata().put("namespace", attributes.namespace());
            return decide(review, subjectOf(review));
        };
    }

    private KubeObject decide(KubeObject review, Identity subject) {
        Authorizer.Decision decision = authorizer.authorize(subject, AccessSpec.attributes(review));
        ObjectNode status = review.json().putObject("status");
        switch (decision) {
            case Authorizer.Allowed _ -> status.put("allowed", true);
            case Authorizer.NoOpinion _ -> status.put("allowed", false);
            case Authorizer.Denied _ -> status.put("allowed", false).put("denied", true);
        }
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        List<String> ignored = AccessSpec.ignored(review);
        if (!ignored.isEmpty()) {
            status.put("evaluationError", String.join("; ", ignored));
        }
        return review;
    }

    private static void validateSubject(KubeObject review, FieldErrors errors) {
        AccessSpec.validate(review, errors);
        if (AccessSpec.text(review.spec(), "user").isEmpty()
                && review.spec().path("groups").isEmpty()) {
            errors.invalid("spec.user", "", "at least one of user or group must be specified");
        }
    }

    private static void validateLocal(
            KubeObject review, Attributes attributes, FieldErrors errors) {
        if (review.metadata().properties().stream()
                .anyMatch(field -> !LOCAL_METADATA.contains(field.getKey()))) {
            errors.invalid("metadata", review.metadata(), "must be empty except for namespace");
        }
        if (!AccessSpec.isAboutResource(review)) {
            errors.invalid(
                    "spec.nonResourceAttributes",
                    AccessSpec.shown(review.spec().path("nonResourceAttributes")),
                    "disallowed on this kind of request");
            return;
        }
        String namespace = review.spec().path("resourceAttributes").path("namespace").asString("");
        if (!namespace.equals(attributes.namespace())) {
            errors.invalid(
                    "spec.resourceAttributes.namespace",
                    namespace,
                    "must match metadata.namespace");
        }
    }

    private static Identity subjectOf(KubeObject review) {
        ObjectNode spec = review.spec();
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra")
                .properties()
                .forEach(entry -> extra.put(entry.getKey(), strings(entry.getValue())));
        return new Identity(
                AccessSpec.text(spec, "user"),
                AccessSpec.text(spec, "uid"),
                strings(spec.path("groups")),
                extra);
    }

    private static List<String> strings(JsonNode array) {
        List<String> result = new ArrayList<>();
        array.forEach(value -> result.add(value.asString("")));
        return result;
    }
}
