package dev.purser.api.kind.storage;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// CSIDrivers.
public final class CsiDriverRules implements KindRules {
    private static final String MODES = "volumeLifecycleModes";
    private static final String GROUP_POLICY = "fsGroupPolicy";
    private static final String PERIOD = "nodeAllocatableUpdatePeriodSeconds";
    private static final String IN_SECRETS = "serviceAccountTokenInSecrets";
    private static final String REQUESTS = "tokenRequests";
    private static final long TOKEN_SECONDS_MIN = 600;
    private static final long TOKEN_SECONDS_MAX = 1L << 32;
    private static final List<String> GROUP_POLICIES =
            List.of("File", "None", "ReadWriteOnceWithFSType");
    private static final List<String> LIFECYCLES = List.of("Persistent", "Ephemeral");

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "attachRequired", true);
        for (String field :
                List.of(
                        "podInfoOnMount",
                        "storageCapacity",
                        "requiresRepublish",
                        "seLinuxMount",
                        "preventPodSchedulingIfMissing")) {
            Trees.setDefault(spec, field, false);
        }
        if (!Trees.has(spec, GROUP_POLICY)) {
            spec.put(GROUP_POLICY, "ReadWriteOnceWithFSType");
        }
        if (spec.path(MODES).isEmpty()) {
            spec.putArray(MODES).add("Persistent");
        }
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        if (!object.spec().equals(old.spec())) {
            object.metadata().put("generation", old.generation() + 1);
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        String policy = Trees.text(spec, GROUP_POLICY);
        if (!GROUP_POLICIES.contains(policy)) {
            errors.notSupported("spec." + GROUP_POLICY, policy, GROUP_POLICIES);
        }
        validateRequests(spec, errors);
        for (String mode : Trees.texts(spec, MODES)) {
            if (!LIFECYCLES.contains(mode)) {
                errors.notSupported("spec." + MODES, mode, LIFECYCLES);
            }
        }
        JsonNode period = spec.path(PERIOD);
        if (period.isNumber() && period.asLong() < 10) {
            errors.invalid(
                    "spec." + PERIOD,
                    period.asLong(),
                    "must be greater than or equal to 10 seconds");
        }
        if (Trees.has(spec, IN_SECRETS) && spec.path(REQUESTS).isEmpty()) {
            errors.invalid(
                    "spec." + IN_SECRETS,
                    spec.path(IN_SECRETS),
                    "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
        }
    }

    private static void validateRequests(ObjectNode spec, FieldErrors errors) {
        Set<String> audiences = new HashSet<>();
        List<ObjectNode> requests = Trees.items(spec, REQUESTS);
        for (int i = 0; i < requests.size(); i++) {
            String path = "spec.%s[%d]".formatted(REQUESTS, i);
            String audience = Trees.text(requests.get(i), "audience");
            JsonNode seconds = requests.get(i).path("expirationSeconds");
            String secondsPath = path + ".expirationSeconds";
            if (!audiences.add(audience)) {
                errors.duplicate(path + ".audience", audience);
            } else if (seconds.isNumber() && seconds.asLong() < TOKEN_SECONDS_MIN) {
                errors.invalid(
                        secondsPath,
                        seconds.asLong(),
                        "may not specify a duration less than 10 minutes");
            } else if (seconds.isNumber() && seconds.asLong() > TOKEN_SECONDS_MAX) {
                errors.invalid(
                        secondsPath,
                        seconds.asLong(),
                        "may not specify a duration larger than 2^32 seconds");
            }
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        requireSame(object, old, "attachRequired", "attachedRequired", errors);
        requireSame(object, old, MODES, MODES, errors);
    }

    private static void requireSame(
            KubeObject object, KubeObject old, String field, String shown, FieldErrors errors) {
        JsonNode value = object.spec().path(field);
        if (!value.equals(old.spec().path(field))) {
            errors.invalid("spec." + shown, value, "field is immutable");
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        JsonNode requests = object.spec().path(REQUESTS);
        boolean isNew = old.resourceVersion().isEmpty();
        boolean isChanged = isNew || !requests.equals(old.spec().path(REQUESTS));
        boolean isOpen = isChanged && !requests.isEmpty() && !Trees.has(object.spec(), IN_SECRETS);
        return isOpen
                ? List.of(
                        "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI"
                                + " driver, set to true to prevent possible logging of tokens in"
                                + " volume attributes")
                : List.of();
    }
}
