package dev.purser.api.kind.apiextensions;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The approval that resources in groups of Kubernetes' own need, noted in an annotation
/// (KEP-1111).
public final class ApiApproval {
    static final String ANNOTATION = "api-approved.kubernetes.io";
    private static final String SEE = "see https://github.com/kubernetes/enhancements/pull/1111";

    private ApiApproval() {}

    /// How far the approval of a definition is.
    enum State {
        MISSING("False", "MissingAnnotation"),
        INVALID("False", "InvalidAnnotation"),
        BYPASSED("False", "UnapprovedAnnotation"),
        APPROVED("True", "ApprovedAnnotation");

        private final String status;
        private final String reason;

        State(String status, String reason) {
            this.status = status;
            this.reason = reason;
        }
    }

    /// Whether a group is Kubernetes' own.
    static boolean isProtected(String group) {
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }

    static String annotation(Definition definition) {
        return definition.object().json().at("/metadata/annotations").path(ANNOTATION).asString("");
    }

    static State state(Definition definition) {
        String text = annotation(definition);
        if (text.isEmpty()) {
            return State.MISSING;
        }
        if (text.startsWith("unapproved")) {
            return State.BYPASSED;
        }
        return isUrl(text) ? State.APPROVED : State.INVALID;
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && uri.getScheme() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Why the approval is as it is.
    static String why(Definition definition) {
        String text = annotation(definition);
        return switch (state(definition)) {
            case MISSING ->
                    "protected groups must have approval annotation \"%s\", %s"
                            .formatted(ANNOTATION, SEE);
            case BYPASSED -> "not approved: \"%s\"".formatted(text);
            case APPROVED -> "approved in " + text;
            case INVALID ->
                    ("protected groups must have approval annotation \"%s\" with either a URL or a"
                                    + " reason starting with \"unapproved\", %s")
                            .formatted(ANNOTATION, SEE);
        };
    }

    /// The condition that says so; empty for groups of others.
    public static Optional<ObjectNode> condition(Definition definition) {
        if (!isProtected(definition.group())) {
            return Optional.empty();
        }
        State state = state(definition);
        return Optional.of(
                Definition.condition(
                        "KubernetesAPIApprovalPolicyConformant",
                        state.status,
                        state.reason,
                        why(definition)));
    }
}
