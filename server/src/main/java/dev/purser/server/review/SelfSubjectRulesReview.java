package dev.purser.server.review;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.authz.PolicyRule;
import dev.purser.server.authz.RuleResolver;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `selfsubjectrulesreviews`: all that the caller may do in a namespace (`kubectl auth can-i
/// --list`).
public final class SelfSubjectRulesReview implements AnsweringResource {
    private final RuleResolver resolver;

    public SelfSubjectRulesReview(RuleResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public KubeObject answer(Identity identity, Attributes attributes, KubeObject review) {
        String namespace = review.spec().path("namespace").asString("");
        if (namespace.isEmpty()) {
            throw StatusErrors.badRequest("no namespace on request");
        }
        ObjectNode status = review.json().putObject("status");
        ArrayNode resourceRules = status.putArray("resourceRules");
        ArrayNode nonResourceRules = status.putArray("nonResourceRules");
        for (PolicyRule rule : resolver.rulesFor(identity, namespace)) {
            if (!rule.resources().isEmpty()) {
                resourceRules.add(rule.withoutPaths().toJson());
            }
            if (!rule.nonResourceUrls().isEmpty()) {
                nonResourceRules.add(
                        new PolicyRule(
                                        rule.verbs(),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        rule.nonResourceUrls())
                                .toJson());
            }
        }
        status.put("incomplete", false);
        return review;
    }
}
