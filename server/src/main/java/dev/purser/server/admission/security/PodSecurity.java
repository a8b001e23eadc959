package dev.purser.server.admission.security;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.admission.security.Evaluations.Decision;
import dev.purser.server.admission.security.Evaluations.Gravity;
import dev.purser.server.admission.security.Evaluations.Mode;
import dev.purser.server.admission.security.check.JudgedPod;
import dev.purser.server.meter.Counters;
import dev.purser.server.object.ObjectSource;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Holds pods, and what makes pods, against the policy of their namespace. Thread-safe.
///
/// Pods that violate what is enforced are refused. Templates are never refused, as the pods made of
/// them will be; their violations are warned of and noted.
public final class PodSecurity implements AdmissionPlugin {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");
    private static final GroupResource PODS = new GroupResource("", "pods");

    /// Subresources that leave the spec of a pod as it is.
    private static final Set<String> IGNORED_SUBRESOURCES =
            Set.of(
                    "exec",
                    "attach",
                    "binding",
                    "eviction",
                    "log",
                    "portforward",
                    "proxy",
                    "status");

    private final PodSecuritySettings settings;
    private final ObjectSource objects;
    private final Evaluations evaluations;
    private final PodJudge judge;
    private final NamespaceLabels labels;

    public PodSecurity(
            PodSecuritySettings settings,
            ObjectSource objects,
            Counters counters,
            InstantSource clock) {
        this.settings = settings;
        this.objects = objects;
        this.evaluations = new Evaluations(counters);
        this.judge = new PodJudge(settings.exemptions(), evaluations);
        this.labels = new NamespaceLabels(settings, new ExistingPods(objects, settings, clock));
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE) {
            return;
        }
        GroupResource resource =
                new GroupResource(request.attributes().group(), request.attributes().resource());
        if (request.isFor(NAMESPACES.groupResource())) {
            labels.validate(request);
        } else if (resource.equals(PODS)) {
            validatePod(request);
        } else if (PodTemplateKinds.include(resource)
                && request.attributes().subresource().isEmpty()) {
            validateTemplate(request, resource);
        }
    }

    private void validatePod(AdmissionRequest request) {
        if (IGNORED_SUBRESOURCES.contains(request.attributes().subresource())
                || isExempt(request)) {
            return;
        }
        FieldErrors errors = new FieldErrors();
        NamespacePolicy policy =
                policy(request, errors).orElseThrow(() -> unknownNamespace(request));
        if (errors.isEmpty() && policy.isFullyPrivileged()) {
            evaluations.evaluated(request, policy.enforce(), Mode.ENFORCE, Decision.ALLOW);
            AuditNotes.enforced(request, NamespacePolicy.privileged().enforce());
            return;
        }
        KubeObject pod = request.object().orElseThrow();
        boolean isAsBefore =
                request.operation() == Operation.UPDATE
                        && request.old()
                                .filter(old -> !PodUpdate.isSignificant(pod, old))
                                .isPresent();
        if (!isAsBefore) {
            judge.judgePod(request, policy, errors, JudgedPod.of(pod));
        }
    }

    private void validateTemplate(AdmissionRequest request, GroupResource resource) {
        if (isExempt(request)) {
            return;
        }
        FieldErrors errors = new FieldErrors();
        Optional<NamespacePolicy> policy = policy(request, errors);
        if (policy.isEmpty()) {
            evaluations.failed(request, Gravity.FATAL);
            AuditNotes.error(
                    request,
                    "failed to lookup namespace \"%1$s\": namespaces \"%1$s\" not found"
                            .formatted(request.attributes().namespace()));
            return;
        }
        boolean isSilent =
                policy.get().warn().isPrivileged() && policy.get().audit().isPrivileged();
        if (!errors.isEmpty() || !isSilent) {
            PodTemplateKinds.template(resource, request.object().orElseThrow())
                    .ifPresent(template ->
                            judge.judgeTemplate(request, policy.get(), errors, template));
        }
    }

    private boolean isExempt(AdmissionRequest request) {
        Exemptions exemptions = settings.exemptions();
        boolean isNamespace = exemptions.namespaces().contains(request.attributes().namespace());
        boolean isExempt = isNamespace || exemptions.users().contains(request.identity().name());
        if (isExempt) {
            evaluations.exempted(request);
            AuditNotes.exempt(request, isNamespace ? "namespace" : "user");
        }
        return isExempt;
    }

    private Optional<NamespacePolicy> policy(AdmissionRequest request, FieldErrors errors) {
        return objects.find(NAMESPACES, "", request.attributes().namespace())
                .map(namespace -> settings.policy().withLabels(namespace.labels(), errors));
    }

    private StatusException unknownNamespace(AdmissionRequest request) {
        evaluations.failed(request, Gravity.FATAL);
        String why =
                "failed to lookup namespace \"%s\"".formatted(request.attributes().namespace());
        AuditNotes.error(request, why);
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putArray("causes").addObject().put("message", why);
        return new StatusException(
                StatusReason.INTERNAL_ERROR, "Internal error occurred: " + why, details);
    }
}
