package dev.purser.server.review;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.authz.AuthorizationMode;
import dev.purser.server.authz.PolicyRule;
import dev.purser.server.authz.RuleResolver;
import dev.purser.server.authz.node.NodeName;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `selfsubjectrulesreviews`: all that the caller may do in a namespace (`kubectl auth can-i
/// --list`).
public final class SelfSubjectRulesReview implements AnsweringResource {
    private final Set<AuthorizationMode> modes;
    private final RuleResolver resolver;

    /// @param modes that decide
    public SelfSubjectRulesReview(Collection<AuthorizationMode> modes, RuleResolver resolver) {
        this.modes = Set.copyOf(modes);
        this.resolver = resolver;
    }

    @Override
    public KubeObject answer(Identity identity, Attributes attributes, KubeObject review) {
        String namespace = review.spec().path("namespace").asString("");
        if (namespace.isEmpty()) {
            throw StatusErrors.badRequest("no namespace on request");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("kind", review.kind()).put("apiVersion", review.groupVersionKind().apiVersion());
        answer.putObject("metadata");
        answer.putObject("spec");
        ObjectNode status = answer.putObject("status");
        putRules(status, rules(identity, namespace));
        putProblems(status, identity, namespace);
        return KubeObject.of(answer);
    }

    private List<PolicyRule> rules(Identity identity, String namespace) {
        List<PolicyRule> rules = new ArrayList<>();
        if (modes.contains(AuthorizationMode.RBAC)) {
            rules.addAll(resolver.rulesFor(identity, namespace));
        }
        if (modes.contains(AuthorizationMode.ALWAYS_ALLOW)) {
            rules.addAll(PolicyRule.everything());
        }
        return rules;
    }

    private static void putRules(ObjectNode status, List<PolicyRule> rules) {
        ArrayNode resourceRules = status.putArray("resourceRules");
        ArrayNode nonResourceRules = status.putArray("nonResourceRules");
        for (PolicyRule rule : rules) {
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
    }

    /// What a node may do depends on its pods, which no rule tells.
    private void putProblems(ObjectNode status, Identity identity, String namespace) {
        boolean isNode =
                modes.contains(AuthorizationMode.NODE) && NodeName.of(identity).isPresent();
        List<String> problems = new ArrayList<>();
        if (isNode) {
            problems.add("node authorizer does not support user rule resolution");
        }
        if (modes.contains(AuthorizationMode.RBAC)) {
            problems.addAll(resolver.problems(identity, namespace));
        }
        status.put("incomplete", isNode);
        if (!problems.isEmpty()) {
            status.put(
                    "evaluationError",
                    problems.size() == 1
                            ? problems.getFirst()
                            : "[" + String.join(", ", problems) + "]");
        }
    }
}
