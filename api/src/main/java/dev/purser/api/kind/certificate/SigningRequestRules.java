package dev.purser.api.kind.certificate;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// CertificateSigningRequests: what is asked for never changes, an approver judges it through one
/// door, and a signer answers through another.
///
/// @param door through which these rules let in
/// @param clock tells when a request was judged
record SigningRequestRules(Door door, RequestReader requests, InstantSource clock)
        implements KindRules {
    private static final String CONDITIONS = "conditions";
    private static final String CERTIFICATE = "certificate";
    private static final String TRANSITION = "lastTransitionTime";

    /// The ways to write a request beside its status.
    enum Door {
        MAIN,
        APPROVAL
    }

    @Override
    public NameFormat nameFormat() {
        return NameFormat.PATH_SEGMENT;
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Trees.copyField(old.json(), object.json(), "spec");
        switch (door) {
            case MAIN -> Lifecycle.keepStatus(object, old);
            case APPROVAL -> {
                stampConditions(object.status(), old.status());
                Trees.copyField(old.status(), object.status(), CERTIFICATE);
            }
        }
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
        keepVerdict("Approved", object.status(), old.status());
        keepVerdict("Denied", object.status(), old.status());
        stampConditions(object.status(), old.status());
    }

    /// A signer that hands a verdict back gets it as it was.
    private static void keepVerdict(String type, ObjectNode status, ObjectNode old) {
        List<ObjectNode> before = SigningRequestValidation.ofType(old, type);
        List<ObjectNode> after = SigningRequestValidation.ofType(status, type);
        for (int i = 0; before.size() == after.size() && i < after.size(); i++) {
            after.get(i).removeAll();
            after.get(i).setAll(before.get(i).deepCopy());
        }
    }

    private void stampConditions(ObjectNode status, ObjectNode old) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        for (ObjectNode condition : Trees.items(status, CONDITIONS)) {
            Trees.setDefault(condition, "lastUpdateTime", now);
            if (!Trees.has(condition, TRANSITION)) {
                condition.put(TRANSITION, transition(condition, old, now));
            }
        }
    }

    /// When the condition came to be as it is.
    private static String transition(ObjectNode condition, ObjectNode old, String now) {
        return Trees.items(old, CONDITIONS).stream()
                .filter(other -> isSame(other, condition, "type"))
                .filter(other -> isSame(other, condition, "status"))
                .filter(other -> Trees.has(other, TRANSITION))
                .map(other -> Trees.text(other, TRANSITION))
                .findFirst()
                .orElse(now);
    }

    private static boolean isSame(JsonNode one, JsonNode other, String field) {
        return Trees.text(one, field).equals(Trees.text(other, field));
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        new SigningRequestValidation(requests, errors).validate(object);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        SigningRequestValidation validation = new SigningRequestValidation(requests, errors);
        validation.validate(object);
        validation.requireConditions(object, old);
        if (door == Door.MAIN) {
            validation.requireSameVerdict(object, old);
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        SigningRequestValidation validation = new SigningRequestValidation(requests, errors);
        validation.validate(object);
        validation.requireConditions(object, old);
        validation.requireSameVerdict(object, old);
        validation.validateCertificate(object, old);
    }

    /// Kubernetes does not select these by their namespace, which is always empty.
    @Override
    public Set<String> commonFields() {
        return Set.of("metadata.name");
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of("spec.signerName", Trees.text(object.spec(), "signerName"));
    }
}
