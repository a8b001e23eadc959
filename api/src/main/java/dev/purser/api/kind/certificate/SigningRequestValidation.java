package dev.purser.api.kind.certificate;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks of one CertificateSigningRequest. Not thread-safe.
///
/// @param requests reads what is to be signed
record SigningRequestValidation(RequestReader requests, FieldErrors errors) {
    private static final String CONDITIONS = "status.conditions";
    private static final String LEGACY_SIGNER = "kubernetes.io/legacy-unknown";
    private static final int SECONDS_MIN = 600;
    private static final String APPROVED = "conditions[{\"type\": \"Approved\"}]";
    private static final String DENIED = "conditions[{\"type\": \"Denied\"}]";
    private static final List<String> VERDICTS = List.of("Approved", "Denied");
    private static final List<String> USAGES =
            Stream.of(
                            "signing",
                            "digital signature",
                            "content commitment",
                            "key encipherment",
                            "key agreement",
                            "data encipherment",
                            "cert sign",
                            "crl sign",
                            "encipher only",
                            "decipher only",
                            "any",
                            "server auth",
                            "client auth",
                            "code signing",
                            "email protection",
                            "s/mime",
                            "ipsec end system",
                            "ipsec tunnel",
                            "ipsec user",
                            "timestamping",
                            "ocsp signing",
                            "microsoft sgc",
                            "netscape sgc")
                    .sorted()
                    .toList();

    static List<ObjectNode> ofType(JsonNode status, String type) {
        return Trees.items(status, "conditions").stream()
                .filter(condition -> Trees.text(condition, "type").equals(type))
                .toList();
    }

    void validate(KubeObject object) {
        ObjectNode spec = object.spec();
        validateRequest(Trees.text(spec, "request"));
        List<String> usages = Trees.texts(spec, "usages");
        if (usages.isEmpty()) {
            errors.required("spec.usages", "");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < usages.size(); i++) {
            String path = "spec.usages[%d]".formatted(i);
            if (!USAGES.contains(usages.get(i))) {
                errors.notSupported(path, usages.get(i), USAGES);
            }
            if (!seen.add(usages.get(i))) {
                errors.duplicate(path, usages.get(i));
            }
        }
        String signer = Trees.text(spec, "signerName");
        if (signer.equals(LEGACY_SIGNER)) {
            errors.invalid(
                    "spec.signerName",
                    signer,
                    "the legacy signerName is not allowed via this API version");
        } else {
            SignerName.validate(signer, "spec.signerName", errors);
        }
        JsonNode seconds = spec.path("expirationSeconds");
        if (seconds.isNumber() && seconds.asLong() < SECONDS_MIN) {
            errors.invalid(
                    "spec.expirationSeconds",
                    seconds.asLong(),
                    "may not specify a duration less than 600 seconds (10 minutes)");
        }
        validateConditions(object.json().path("status"));
    }

    private void validateRequest(String request) {
        byte[] pem = Base64.getDecoder().decode(request);
        String shown = request.isEmpty() ? "null" : '"' + request + '"';
        requests.complaint(pem).ifPresent(why -> errors.invalidShown("spec.request", shown, why));
    }

    private void validateConditions(JsonNode status) {
        List<ObjectNode> conditions = Trees.items(status, "conditions");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String path = "%s[%d]".formatted(CONDITIONS, i);
            String type = Trees.text(conditions.get(i), "type");
            if (type.isEmpty()) {
                errors.required(path + ".type", "");
            }
            boolean isFinal = VERDICTS.contains(type) || type.equals("Failed");
            List<String> allowed = isFinal ? List.of("True") : List.of("False", "True", "Unknown");
            String value = Trees.text(conditions.get(i), "status");
            if (value.isEmpty()) {
                errors.required(path + ".status", "");
            } else if (!allowed.contains(value)) {
                errors.notSupported(path + ".status", value, allowed);
            }
            if (!seen.add(type)) {
                errors.duplicate(path + ".type", type);
            }
        }
        if (seen.containsAll(VERDICTS)) {
            errors.invalid(
                    CONDITIONS,
                    "{%s, %s}".formatted(APPROVED, DENIED),
                    "must specify at most one of: `%s`, `%s`".formatted(APPROVED, DENIED));
        }
    }

    /// Conditions that say how a request ended stay.
    void requireConditions(KubeObject object, KubeObject old) {
        for (String type : List.of("Approved", "Denied", "Failed")) {
            if (ofType(object.status(), type).size() < ofType(old.status(), type).size()) {
                errors.forbidden(
                        CONDITIONS,
                        "updates may not remove a condition of type \"%s\"".formatted(type));
            }
        }
    }

    /// Only approvers approve.
    void requireSameVerdict(KubeObject object, KubeObject old) {
        for (String type : VERDICTS) {
            if (ofType(object.status(), type).size() > ofType(old.status(), type).size()) {
                errors.forbidden(
                        CONDITIONS,
                        "updates may not add a condition of type \"%s\"".formatted(type));
            }
        }
    }

    /// A signer sets the certificate once.
    void validateCertificate(KubeObject object, KubeObject old) {
        String certificate = Trees.text(object.status(), "certificate");
        String before = Trees.text(old.status(), "certificate");
        if (certificate.equals(before)) {
            return;
        }
        String path = "status.certificate";
        PemCertificates.chainComplaint(Base64.getDecoder().decode(certificate))
                .ifPresent(why -> errors.invalid(path, "<certificate data>", why));
        if (!before.isEmpty()) {
            errors.forbidden(path, "updates may not modify existing certificate content");
        }
    }
}
