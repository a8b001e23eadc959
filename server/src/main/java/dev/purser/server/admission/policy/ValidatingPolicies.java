package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.cel.policy.PolicyInput;
import dev.purser.cel.policy.ValidatingPolicy;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.policy.ParamLookup.ConfigurationException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Lets ValidatingAdmissionPolicies judge requests. Without policies it costs nothing.
public final class ValidatingPolicies implements AdmissionPlugin {
    private final PolicyIndex<ValidatingPolicy> index;
    private final ClusterView cluster;
    private final ParamLookup params;
    private final RequestFacts facts;

    public ValidatingPolicies(PolicySurroundings surroundings) {
        this.index =
                new PolicyIndex<>(
                        surroundings.objects(), "validatingadmissionpolic", ValidatingPolicy::of);
        this.cluster = surroundings.cluster();
        this.params = new ParamLookup(cluster);
        this.facts = surroundings.facts();
    }

    @Override
    public void validate(AdmissionRequest request) {
        List<BoundPolicy<ValidatingPolicy>> policies = index.active();
        if (policies.isEmpty() || Exemptions.isExempt(request)) {
            return;
        }
        Optional<StatusException> first = Optional.empty();
        PolicyFindings findings = new PolicyFindings();
        for (BoundPolicy<ValidatingPolicy> policy : policies) {
            Optional<StatusException> refusal = judge(request, policy, findings);
            first = first.or(() -> refusal);
        }
        findings.publish(request.annotations());
        first.ifPresent(refusal -> {
            throw refusal;
        });
    }

    /// The first refusal of a policy.
    private Optional<StatusException> judge(
            AdmissionRequest request,
            BoundPolicy<ValidatingPolicy> policy,
            PolicyFindings findings) {
        Optional<GroupVersionResource> matched = policy.match().match(request, cluster);
        if (matched.isEmpty()) {
            return Optional.empty();
        }
        Optional<ResourceType> paramType;
        try {
            paramType = params.type(policy.paramKind());
        } catch (ConfigurationException e) {
            return misconfigured(request, policy, "failed to configure policy: " + e.getMessage());
        }
        Optional<StatusException> first = Optional.empty();
        for (Binding binding : policy.bindings()) {
            if (binding.match().isEmpty()
                    || binding.match().get().match(request, cluster).isPresent()) {
                Judgement judgement = new Judgement(request, policy, binding, findings);
                Optional<StatusException> refusal = judgement.judge(paramType, matched.get());
                first = first.or(() -> refusal);
            }
        }
        return first;
    }

    private static Optional<StatusException> misconfigured(
            AdmissionRequest request, BoundPolicy<ValidatingPolicy> policy, String why) {
        return policy.failsClosed()
                ? Optional.of(
                        refusal(
                                request,
                                "ValidatingAdmissionPolicy '%s' denied request: %s"
                                        .formatted(policy.name(), why),
                                "Invalid"))
                : Optional.empty();
    }

    private static StatusException refusal(
            AdmissionRequest request, String message, String reason) {
        StatusException forbidden = request.forbidden(message);
        ObjectNode details = forbidden.details().orElseThrow();
        details.withArray("causes").addObject().put("message", message);
        StatusReason status =
                switch (reason) {
                    case "Forbidden" -> StatusReason.FORBIDDEN;
                    case "RequestEntityTooLarge" -> StatusReason.REQUEST_ENTITY_TOO_LARGE;
                    default -> StatusReason.INVALID;
                };
        return new StatusException(status, forbidden.getMessage(), details);
    }

    /// One binding of a policy, for one request.
    private final class Judgement {
        private final AdmissionRequest request;
        private final BoundPolicy<ValidatingPolicy> policy;
        private final Binding binding;
        private final PolicyFindings findings;

        Judgement(
                AdmissionRequest request,
                BoundPolicy<ValidatingPolicy> policy,
                Binding binding,
                PolicyFindings findings) {
            this.request = request;
            this.policy = policy;
            this.binding = binding;
            this.findings = findings;
        }

        Optional<StatusException> judge(
                Optional<ResourceType> paramType, GroupVersionResource matched) {
            List<Optional<KubeObject>> given;
            try {
                given =
                        params.find(
                                paramType, binding.paramRef(), request.attributes().namespace());
            } catch (ConfigurationException e) {
                return policy.failsClosed()
                        ? Optional.of(
                                denied("failed to configure binding: " + e.getMessage(), "Invalid"))
                        : Optional.empty();
            }
            Optional<StatusException> first = Optional.empty();
            if (given.isEmpty()) {
                return first;
            }
            PolicyInput input = facts.input(request, matched);
            for (Optional<KubeObject> param : given) {
                PolicyInput whole = input.withParams(param.map(KubeObject::json).orElse(null));
                Optional<StatusException> refusal = act(policy.compiled().get().validate(whole));
                first = first.or(() -> refusal);
            }
            return first;
        }

        private Optional<StatusException> act(ValidatingPolicy.Verdict verdict) {
            Optional<StatusException> first = Optional.empty();
            for (ValidatingPolicy.Denial denial : verdict.denials()) {
                Optional<StatusException> refusal = act(denial);
                first = first.or(() -> refusal);
            }
            for (String error : verdict.errors()) {
                first = first.or(() -> Optional.of(denied(error, "Invalid")));
            }
            findings.annotations(policy.name(), verdict.annotations());
            return first;
        }

        private Optional<StatusException> act(ValidatingPolicy.Denial denial) {
            if (binding.actions().contains("Audit")) {
                findings.failure(policy.name(), binding, denial.expression(), denial.message());
            }
            if (binding.actions().contains("Warn")) {
                request.warnings()
                        .accept(
                                ("Validation failed for ValidatingAdmissionPolicy '%s' with binding"
                                                + " '%s': %s")
                                        .formatted(
                                                policy.name(), binding.name(), denial.message()));
            }
            return binding.actions().contains("Deny")
                    ? Optional.of(denied(denial.message(), denial.reason()))
                    : Optional.empty();
        }

        private StatusException denied(String why, String reason) {
            return refusal(
                    request,
                    "ValidatingAdmissionPolicy '%s' with binding '%s' denied request: %s"
                            .formatted(policy.name(), binding.name(), why),
                    reason);
        }
    }
}
