package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How a PodCertificateRequest ended.
sealed interface PodCertificateOutcome {
    /// A certificate.
    ///
    /// @param chain in PEM form, the pod's own certificate first
    record Issued(String chain, Instant beginRefreshAt, Instant notAfter)
            implements PodCertificateOutcome {}

    /// None, for good.
    ///
    /// @param type the condition that says so, `Denied` or `Failed`
    record Refused(String request, String type, String reason, String message)
            implements PodCertificateOutcome {
        /// What the volume's error says.
        String why() {
            return "PodCertificateRequest was permanently %s: reason=\"%s\" message=\"%s\""
                    .formatted(past(), reason, message);
        }

        /// What the pod's event says.
        String news() {
            String verb = type.equals("Denied") ? "was denied" : "failed";
            return "PodCertificateRequest %s %s, reason=\"%s\", message=\"%s\""
                    .formatted(request, verb, reason, message);
        }

        private String past() {
            return type.equals("Denied") ? "denied" : "failed";
        }
    }

    /// The request was removed before anybody answered it.
    record Removed() implements PodCertificateOutcome {}

    /// What a request says; empty while nobody has answered it.
    static Optional<PodCertificateOutcome> of(KubeObject request) {
        JsonNode status = request.json().path("status");
        for (JsonNode condition : status.path("conditions")) {
            String type = condition.path("type").asString("");
            if (type.equals("Issued")) {
                return Optional.of(
                        new Issued(
                                String.join(
                                        "",
                                        CertificateBlocks.of(
                                                status.path("certificateChain").asString(""))),
                                Instant.parse(status.path("beginRefreshAt").asString("")),
                                Instant.parse(status.path("notAfter").asString(""))));
            }
            if (type.equals("Denied") || type.equals("Failed")) {
                return Optional.of(
                        new Refused(
                                request.namespace() + "/" + request.name(),
                                type,
                                condition.path("reason").asString(""),
                                condition.path("message").asString("")));
            }
        }
        return Optional.empty();
    }
}
