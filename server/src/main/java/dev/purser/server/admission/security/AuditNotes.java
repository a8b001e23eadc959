package dev.purser.server.admission.security;

import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.security.check.LevelVersion;

/// What the audit log says of Pod Security's decisions.
final class AuditNotes {
    private AuditNotes() {}

    static void enforced(AdmissionRequest request, LevelVersion policy) {
        note(request, "enforce-policy", policy.toString());
    }

    static void violations(AdmissionRequest request, String text) {
        note(request, "audit-violations", text);
    }

    /// @param reason `user`, `namespace` or `runtimeClass`
    static void exempt(AdmissionRequest request, String reason) {
        note(request, "exempt", reason);
    }

    static void error(AdmissionRequest request, String text) {
        note(request, "error", text);
    }

    private static void note(AdmissionRequest request, String key, String value) {
        request.annotations().add(NamespacePolicy.PREFIX + key, value);
    }
}
