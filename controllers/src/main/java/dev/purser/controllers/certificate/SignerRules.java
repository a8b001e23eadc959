package dev.purser.controllers.certificate;

import dev.purser.controllers.certificate.CertificateAuthority.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Kubernetes' own signers sign, in the words of its signing controller.
enum SignerRules {
    /// Certificates by which users and programs are known to the API server.
    API_CLIENT("kubernetes.io/kube-apiserver-client") {
        @Override
        Optional<String> problem(Subject subject, List<String> usages) {
            for (String usage : usages) {
                if (!CLIENT_USAGES.contains(usage)) {
                    return Optional.of("invalid usage for client certificate: " + usage);
                }
            }
            return usages.contains(CLIENT_AUTH)
                    ? Optional.empty()
                    : Optional.of("missing required usage for client certificate: " + CLIENT_AUTH);
        }
    },

    /// Certificates by which nodes are known to the API server.
    NODE_CLIENT("kubernetes.io/kube-apiserver-client-kubelet") {
        @Override
        Optional<String> problem(Subject subject, List<String> usages) {
            return first(
                    nodesOnly(subject),
                    when(!subject.dnsNames().isEmpty(), "DNS subjectAltNames are not allowed"),
                    when(
                            !subject.emailAddresses().isEmpty(),
                            "Email subjectAltNames are not allowed"),
                    when(!subject.addresses().isEmpty(), "IP subjectAltNames are not allowed"),
                    when(!subject.uris().isEmpty(), "URI subjectAltNames are not allowed"),
                    nodeName(subject),
                    usages(usages, CLIENT_AUTH));
        }
    },

    /// Certificates that nodes show to the API server when it comes to them.
    NODE_SERVING("kubernetes.io/kubelet-serving") {
        @Override
        Optional<String> problem(Subject subject, List<String> usages) {
            return first(
                    nodesOnly(subject),
                    when(
                            subject.dnsNames().isEmpty() && subject.addresses().isEmpty(),
                            "DNS or IP subjectAltName is required"),
                    when(
                            !subject.emailAddresses().isEmpty(),
                            "Email subjectAltNames are not allowed"),
                    when(!subject.uris().isEmpty(), "URI subjectAltNames are not allowed"),
                    usages(usages, "server auth"),
                    nodeName(subject));
        }
    },

    /// Requests of a time before there were signers; the API takes no new ones.
    LEGACY_UNKNOWN("kubernetes.io/legacy-unknown") {
        @Override
        Optional<String> problem(Subject subject, List<String> usages) {
            return Optional.empty();
        }
    };

    private static final String CLIENT_AUTH = "client auth";
    private static final String DIGITAL_SIGNATURE = "digital signature";
    private static final String KEY_ENCIPHERMENT = "key encipherment";
    private static final Set<String> CLIENT_USAGES =
            Set.of(CLIENT_AUTH, DIGITAL_SIGNATURE, KEY_ENCIPHERMENT);

    private final String signer;

    SignerRules(String signer) {
        this.signer = signer;
    }

    /// The rules of a signer; empty for those of others.
    static Optional<SignerRules> of(String signer) {
        for (SignerRules rules : values()) {
            if (rules.signer.equals(signer)) {
                return Optional.of(rules);
            }
        }
        return Optional.empty();
    }

    /// Why a request is not signed; empty when it is.
    abstract Optional<String> problem(Subject subject, List<String> usages);

    private static Optional<String> nodesOnly(Subject subject) {
        return when(
                !subject.organizations().equals(List.of("system:nodes")),
                "subject organization is not system:nodes");
    }

    private static Optional<String> nodeName(Subject subject) {
        return when(
                !subject.commonName().startsWith("system:node:"),
                "subject common name does not begin with system:node:");
    }

    /// Only RSA keys can encipher others, so that usage may be missing.
    private static Optional<String> usages(List<String> usages, String purpose) {
        Set<String> given = Set.copyOf(usages);
        boolean isRight =
                given.equals(Set.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, purpose))
                        || given.equals(Set.of(DIGITAL_SIGNATURE, purpose));
        List<String> wanted =
                List.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, purpose).stream().sorted().toList();
        return when(!isRight, "usages did not match [" + String.join(" ", wanted) + "]");
    }

    private static Optional<String> when(boolean isWrong, String problem) {
        return isWrong ? Optional.of(problem) : Optional.empty();
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... problems) {
        for (Optional<String> problem : problems) {
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }
}
