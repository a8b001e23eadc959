package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.cel.policy.MatchConditions;
import dev.purser.cel.policy.MutatingPolicy;
import dev.purser.cel.policy.MutationException;
import dev.purser.cel.policy.PolicyInput;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.policy.ParamLookup.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Lets MutatingAdmissionPolicies change objects. Without policies it costs nothing.
///
/// After a change all that came before the policies has its say again, and then the policies that
/// want it are asked once more.
public final class MutatingPolicies implements AdmissionPlugin {
    private final PolicyIndex<MutatingPolicy> index;
    private final ClusterView cluster;
    private final ParamLookup params;
    private final RequestFacts facts;
    private final Completion completion;
    private final Consumer<AdmissionRequest> before;

    /// @param completion reads objects again that were changed
    /// @param before lets what came before the policies have its say again
    public MutatingPolicies(
            PolicySurroundings surroundings,
            Completion completion,
            Consumer<AdmissionRequest> before) {
        this.index =
                new PolicyIndex<>(
                        surroundings.objects(), "mutatingadmissionpolic", MutatingPolicy::of);
        this.cluster = surroundings.cluster();
        this.params = new ParamLookup(cluster);
        this.facts = surroundings.facts();
        this.completion = completion;
        this.before = before;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        List<BoundPolicy<MutatingPolicy>> policies = index.active();
        if (policies.isEmpty() || request.object().isEmpty() || Exemptions.isExempt(request)) {
            return;
        }
        Pass pass = new Pass(request);
        pass.collect(policies);
        pass.invokeAll();
        pass.refuseIfFailed();
    }

    /// Asks the policies again that want it, after something later has changed the object.
    public void mutateAgain(AdmissionRequest request) {
        List<BoundPolicy<MutatingPolicy>> policies = index.active();
        if (policies.isEmpty() || request.object().isEmpty() || Exemptions.isExempt(request)) {
            return;
        }
        Pass pass = new Pass(request);
        pass.collect(policies);
        pass.invokeAgain();
        pass.refuseIfFailed();
    }

    /// A policy, one of its bindings and one object with parameters.
    private record Invocation(
            BoundPolicy<MutatingPolicy> policy,
            Binding binding,
            GroupVersionResource matched,
            Optional<KubeObject> param) {}

    /// One request on its way through the policies. For one use.
    private final class Pass {
        private final AdmissionRequest request;
        private final List<Invocation> invocations = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private StatusReason reason = StatusReason.FORBIDDEN;

        Pass(AdmissionRequest request) {
            this.request = request;
        }

        void collect(List<BoundPolicy<MutatingPolicy>> policies) {
            for (BoundPolicy<MutatingPolicy> policy : policies) {
                policy.match().match(request, cluster).ifPresent(as -> collect(policy, as));
            }
        }

        private void collect(BoundPolicy<MutatingPolicy> policy, GroupVersionResource matched) {
            Optional<ResourceType> type;
            try {
                type = params.type(policy.paramKind());
            } catch (ConfigurationException e) {
                fail(
                        policy,
                        "policy \"%s\" denied request: failed to configure policy: %s"
                                .formatted(policy.name(), e.getMessage()),
                        StatusReason.FORBIDDEN);
                return;
            }
            for (Binding binding : policy.bindings()) {
                boolean isMeant =
                        binding.match().isEmpty()
                                || binding.match().get().match(request, cluster).isPresent();
                if (!isMeant) {
                    continue;
                }
                try {
                    params.find(type, binding.paramRef(), request.attributes().namespace())
                            .forEach(param ->
                                    invocations.add(
                                            new Invocation(policy, binding, matched, param)));
                } catch (ConfigurationException e) {
                    fail(
                            policy,
                            denied(
                                    policy,
                                    binding,
                                    "failed to configure binding: " + e.getMessage()),
                            StatusReason.FORBIDDEN);
                }
            }
        }

        /// Asks all policies in turn; after a change, once more those that want it.
        void invokeAll() {
            boolean changed = false;
            List<Invocation> again = new ArrayList<>();
            for (Invocation invocation : invocations) {
                changed |= invoke(invocation);
                if (invocation.policy().compiled().get().isReinvoked()) {
                    again.add(invocation);
                }
            }
            if (changed && failures.isEmpty()) {
                before.accept(request);
                again.forEach(this::invoke);
            }
        }

        void invokeAgain() {
            invocations.stream()
                    .filter(each -> each.policy().compiled().get().isReinvoked())
                    .forEach(this::invoke);
        }

        /// Whether the policy has changed the object.
        private boolean invoke(Invocation invocation) {
            MutatingPolicy policy = invocation.policy().compiled().get();
            PolicyInput input = input(invocation);
            return switch (policy.conditions().match(input)) {
                case MatchConditions.NotMatching() -> false;
                case MatchConditions.Unclear(String error) -> {
                    failInvalid(invocation, error);
                    yield false;
                }
                case MatchConditions.Matching() -> change(invocation, policy);
            };
        }

        private PolicyInput input(Invocation invocation) {
            return facts.input(request, invocation.matched())
                    .withParams(invocation.param().map(KubeObject::json).orElse(null));
        }

        private boolean change(Invocation invocation, MutatingPolicy policy) {
            Completion.Form form = form();
            KubeObject object = request.object().orElseThrow();
            KubeObject former = object.copy();
            for (int i = 0; i < policy.size(); i++) {
                try {
                    KubeObject changed =
                            ObjectPatches.apply(
                                    policy.evaluate(i, input(invocation)), object.copy(), form);
                    object.json().removeAll();
                    object.json().setAll(changed.json());
                } catch (MutationException e) {
                    failInvalid(invocation, String.valueOf(e.getMessage()));
                }
            }
            return !object.equals(former);
        }

        private Completion.Form form() {
            GroupVersionResource resource =
                    new GroupVersionResource(
                            request.attributes().group(),
                            request.attributes().version(),
                            request.attributes().resource());
            return completion
                    .form(resource)
                    .orElseThrow(() ->
                            new StatusException(
                                    StatusReason.SERVICE_UNAVAILABLE,
                                    ("Resource kind %s not found. There can be a delay between when"
                                                    + " CustomResourceDefinitions are created and"
                                                    + " when they are available.")
                                            .formatted(resource)));
        }

        private void failInvalid(Invocation invocation, String why) {
            fail(
                    invocation.policy(),
                    denied(invocation.policy(), invocation.binding(), why),
                    StatusReason.INVALID);
        }

        private void fail(
                BoundPolicy<MutatingPolicy> policy, String message, StatusReason because) {
            if (policy.failsClosed()) {
                reason = failures.isEmpty() ? because : reason;
                failures.add(message);
            }
        }

        private static String denied(
                BoundPolicy<MutatingPolicy> policy, Binding binding, String why) {
            return "policy '%s' with binding '%s' denied request: %s"
                    .formatted(policy.name(), binding.name(), why);
        }

        /// The code stays that of a forbidden request, whatever the reason.
        void refuseIfFailed() {
            if (failures.isEmpty()) {
                return;
            }
            StatusException forbidden = request.forbidden("admission request denied by policy");
            ObjectNode details = forbidden.details().orElseThrow();
            failures.forEach(
                    message -> details.withArray("causes").addObject().put("message", message));
            throw new StatusException(reason, forbidden.code(), failures.getFirst(), details, null);
        }
    }
}
