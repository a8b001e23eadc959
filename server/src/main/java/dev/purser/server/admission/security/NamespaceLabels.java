package dev.purser.server.admission.security;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.admission.security.check.LevelVersion;
import java.util.Map;
import java.util.StringJoiner;

/// Sees that namespaces ask for policies there are, and tells what a stricter one would mean for
/// the pods there are. Thread-safe.
record NamespaceLabels(PodSecuritySettings settings, ExistingPods pods) {
    private static final GroupVersionKind KIND = GroupVersionKind.of("v1", "Namespace");

    /// @throws dev.purser.api.status.StatusException for labels that say nothing, unless they said
    ///   the same before
    void validate(AdmissionRequest request) {
        KubeObject namespace = request.object().orElseThrow();
        FieldErrors errors = new FieldErrors();
        NamespacePolicy policy = settings.policy().withLabels(namespace.labels(), errors);
        if (request.operation() == Operation.CREATE) {
            errors.throwIfAny(KIND, request.name());
            warnIfExempt(request, namespace, policy);
            return;
        }
        FieldErrors oldErrors = new FieldErrors();
        NamespacePolicy old =
                settings.policy().withLabels(request.old().orElseThrow().labels(), oldErrors);
        if (!errors.list().equals(oldErrors.list())) {
            errors.throwIfAny(KIND, request.name());
        }
        if (isStricter(policy.enforce(), old.enforce())) {
            if (isExempt(request)) {
                warnIfExempt(request, namespace, policy);
            } else {
                pods.warnings(namespace.name(), policy.enforce()).forEach(request.warnings());
            }
        }
    }

    private static boolean isStricter(LevelVersion enforced, LevelVersion before) {
        return !enforced.equals(before)
                && !enforced.isPrivileged()
                && (!enforced.version().equals(before.version())
                        || enforced.level().isStricterThan(before.level()));
    }

    private boolean isExempt(AdmissionRequest request) {
        return settings.exemptions().namespaces().contains(request.attributes().namespace());
    }

    private void warnIfExempt(
            AdmissionRequest request, KubeObject namespace, NamespacePolicy policy) {
        boolean isMeant = !policy.isFullyPrivileged() && !policy.isEquivalentTo(settings.policy());
        if (isExempt(request) && isMeant) {
            request.warnings()
                    .accept(
                            "namespace \"%s\" is exempt from Pod Security, and the policy (%s) will be ignored"
                                    .formatted(namespace.name(), said(policy, namespace.labels())));
        }
    }

    /// The modes that the labels themselves make stricter than privileged.
    private static String said(NamespacePolicy policy, Map<String, String> labels) {
        StringJoiner said = new StringJoiner(", ");
        add(said, "enforce", policy.enforce(), labels);
        add(said, "audit", policy.audit(), labels);
        add(said, "warn", policy.warn(), labels);
        return said.toString();
    }

    private static void add(
            StringJoiner said, String mode, LevelVersion policy, Map<String, String> labels) {
        String label = NamespacePolicy.PREFIX + mode;
        boolean isSaid = labels.containsKey(label) || labels.containsKey(label + "-version");
        if (isSaid && !policy.isPrivileged()) {
            said.add(mode + "=" + policy);
        }
    }
}
