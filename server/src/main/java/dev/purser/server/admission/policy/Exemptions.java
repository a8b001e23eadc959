package dev.purser.server.admission.policy;

import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.request.Attributes;
import java.util.Set;

/// Requests that no policy judges: those that only ask, and those by which a bad policy is mended.
public final class Exemptions {
    private static final Set<String> POLICIES =
            Set.of(
                    "validatingadmissionpolicies",
                    "validatingadmissionpolicybindings",
                    "mutatingadmissionpolicies",
                    "mutatingadmissionpolicybindings");
    private static final Set<String> REVIEWS =
            Set.of(
                    "tokenreviews",
                    "selfsubjectreviews",
                    "subjectaccessreviews",
                    "localsubjectaccessreviews",
                    "selfsubjectaccessreviews",
                    "selfsubjectrulesreviews");

    private Exemptions() {}

    /// Whether a request is let through unseen.
    public static boolean isExempt(AdmissionRequest request) {
        Attributes attributes = request.attributes();
        return switch (attributes.group()) {
            case "admissionregistration.k8s.io" -> POLICIES.contains(attributes.resource());
            case "authentication.k8s.io", "authorization.k8s.io" ->
                    REVIEWS.contains(attributes.resource());
            default -> false;
        };
    }
}
