package dev.purser.server.admission.security;

import dev.purser.api.status.FieldErrors;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.security.Evaluations.Decision;
import dev.purser.server.admission.security.Evaluations.Gravity;
import dev.purser.server.admission.security.Evaluations.Mode;
import dev.purser.server.admission.security.check.JudgedPod;
import dev.purser.server.admission.security.check.LevelVersion;
import dev.purser.server.admission.security.check.PodChecks;
import dev.purser.server.admission.security.check.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Holds one pod or template against the policy of its namespace. Thread-safe.
///
/// @param exemptions of which only the runtime classes are looked at
record PodJudge(Exemptions exemptions, Evaluations evaluations) {

    /// Refuses, notes and warns.
    ///
    /// @param errors of the labels of the namespace
    void judgePod(
            AdmissionRequest request, NamespacePolicy policy, FieldErrors errors, JudgedPod pod) {
        if (!isExempt(request, pod)) {
            noteErrors(request, errors);
            Judgement judgement = new Judgement(request, pod);
            AuditNotes.enforced(request, policy.enforce());
            boolean isDenied = judgement.isDenied(policy.enforce());
            evaluations.evaluated(
                    request,
                    policy.enforce(),
                    Mode.ENFORCE,
                    isDenied ? Decision.DENY : Decision.ALLOW);
            judgement.audit(policy.audit());
            if (isDenied) {
                throw request.forbidden("violates " + judgement.text(policy.enforce()));
            }
            judgement.warn(policy.warn());
        }
    }

    /// Notes and warns.
    void judgeTemplate(
            AdmissionRequest request,
            NamespacePolicy policy,
            FieldErrors errors,
            JudgedPod template) {
        if (!isExempt(request, template)) {
            noteErrors(request, errors);
            Judgement judgement = new Judgement(request, template);
            judgement.audit(policy.audit());
            judgement.warn(policy.warn());
        }
    }

    private boolean isExempt(AdmissionRequest request, JudgedPod pod) {
        boolean isExempt =
                pod.runtimeClass().filter(exemptions.runtimeClasses()::contains).isPresent();
        if (isExempt) {
            evaluations.exempted(request);
            AuditNotes.exempt(request, "runtimeClass");
        }
        return isExempt;
    }

    private void noteErrors(AdmissionRequest request, FieldErrors errors) {
        if (!errors.isEmpty()) {
            AuditNotes.error(request, "Failed to parse policy: " + errors.text());
            evaluations.failed(request, Gravity.HARMLESS);
        }
    }

    /// The modes often ask for the same, which is then looked at once.
    private final class Judgement {
        private final AdmissionRequest request;
        private final JudgedPod pod;
        private final Map<LevelVersion, List<Violation>> known = new HashMap<>();

        Judgement(AdmissionRequest request, JudgedPod pod) {
            this.request = request;
            this.pod = pod;
        }

        private List<Violation> violations(LevelVersion policy) {
            return known.computeIfAbsent(policy, asked -> PodChecks.violations(asked, pod));
        }

        boolean isDenied(LevelVersion policy) {
            return !violations(policy).isEmpty();
        }

        String text(LevelVersion policy) {
            return "PodSecurity \"%s\": %s"
                    .formatted(policy, Violation.details(violations(policy)));
        }

        void audit(LevelVersion policy) {
            if (isDenied(policy)) {
                AuditNotes.violations(request, "would violate " + text(policy));
                evaluations.evaluated(request, policy, Mode.AUDIT, Decision.DENY);
            }
        }

        void warn(LevelVersion policy) {
            if (isDenied(policy)) {
                request.warnings().accept("would violate " + text(policy));
                evaluations.evaluated(request, policy, Mode.WARN, Decision.DENY);
            }
        }
    }
}
