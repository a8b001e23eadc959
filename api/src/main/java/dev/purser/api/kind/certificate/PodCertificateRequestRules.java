package dev.purser.api.kind.certificate;

import dev.purser.api.kind.StatusOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Conditions;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// PodCertificateRequests (KEP-4317): a node asks for the certificate of a Pod's, once. The keys in
/// them are checked by the signer.
final class PodCertificateRequestRules implements StatusOnly {
    private static final String SECONDS = "maxExpirationSeconds";
    private static final int UID_MAX = 128;
    private static final int SECONDS_MIN = 3600;
    private static final int SECONDS_MAX = 91 * 24 * 3600;
    private static final int SECONDS_MAX_OF_OWN = 24 * 3600;
    private static final List<String> OUTCOMES = List.of("Issued", "Denied", "Failed");

    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(object.spec(), SECONDS, SECONDS_MAX_OF_OWN);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        SignerName.validate(Trees.text(spec, "signerName"), "spec.signerName", errors);
        Labels.validateAnnotations(
                spec.path("unverifiedUserAnnotations"), "spec.unverifiedUserAnnotations", errors);
        for (String subject : List.of("pod", "serviceAccount", "node")) {
            validateSubject(spec, subject, errors);
        }
        if (Trees.has(spec, SECONDS)) {
            validateSeconds(spec, errors);
        } else {
            errors.required("spec." + SECONDS, "must be set");
        }
        boolean hasRequest = !Trees.text(spec, "stubPKCS10Request").isEmpty();
        boolean hasKey = !Trees.text(spec, "pkixPublicKey").isEmpty();
        boolean hasProof = !Trees.text(spec, "proofOfPossession").isEmpty();
        if (hasKey != hasProof || hasRequest == hasKey) {
            errors.invalidHidden(
                    "spec",
                    "exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must"
                            + " be set");
        }
    }

    private static void validateSubject(ObjectNode spec, String subject, FieldErrors errors) {
        String name = Trees.text(spec, subject + "Name");
        String path = "spec.%sName".formatted(subject);
        Names.subdomainErrors(name).forEach(why -> errors.invalid(path, name, why));
        String uid = Trees.text(spec, subject + "UID");
        String uidPath = "spec.%sUID".formatted(subject);
        if (uid.isEmpty()) {
            errors.invalid(uidPath, uid, "must not be empty");
        }
        if (uid.length() > UID_MAX) {
            errors.tooLong(uidPath, UID_MAX);
        }
    }

    private static void validateSeconds(ObjectNode spec, FieldErrors errors) {
        String domain = Trees.text(spec, "signerName").split("/", -1)[0];
        boolean isOwn = domain.equals("kubernetes.io") || domain.endsWith(".kubernetes.io");
        int max = isOwn ? SECONDS_MAX_OF_OWN : SECONDS_MAX;
        long seconds = spec.path(SECONDS).asLong();
        if (seconds < SECONDS_MIN || seconds > max) {
            errors.invalid(
                    "spec." + SECONDS,
                    seconds,
                    "must be in the range [%d, %d]".formatted(SECONDS_MIN, max));
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        if (!object.spec().equals(old.spec())) {
            errors.invalid("spec", object.spec(), "field is immutable");
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        List<ObjectNode> conditions = Trees.items(object.status(), "conditions");
        int known = 0;
        for (int i = 0; i < conditions.size(); i++) {
            String path = "status.conditions.[%d].".formatted(i);
            String type = Trees.text(conditions.get(i), "type");
            if (!OUTCOMES.contains(type)) {
                errors.notSupported(path + "type", type, OUTCOMES);
                continue;
            }
            known++;
            if (known > 1) {
                errors.invalid(
                        path + "type",
                        type,
                        "There may be at most one condition with type \"Issued\", \"Denied\", or"
                                + " \"Failed\"");
            }
            String status = Trees.text(conditions.get(i), "status");
            if (!status.equals("True")) {
                errors.notSupported(path + "status", status, List.of("True"));
            }
        }
        Conditions.validate(object.status(), errors);
        JsonNode before = old.status();
        if (!before.path("conditions").isEmpty() && !object.status().equals(before)) {
            errors.invalid(
                    "status",
                    object.status(),
                    "immutable after PodCertificateRequest is issued, denied, or failed");
        }
    }

    /// Kubernetes does not select these by their namespace.
    @Override
    public Set<String> commonFields() {
        return Set.of("metadata.name");
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        ObjectNode spec = object.spec();
        return Map.of(
                "spec.signerName", Trees.text(spec, "signerName"),
                "spec.podName", Trees.text(spec, "podName"),
                "spec.nodeName", Trees.text(spec, "nodeName"));
    }
}
