package dev.purser.encryption.config;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.status.FieldErrors;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What kube-apiserver asks of the `kms` providers of one configuration. Not thread-safe.
final class KmsValidation {
    static final String V1 = "v1";
    static final String V2 = "v2";
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final FieldErrors errors;
    private final Set<String> names = new HashSet<>();

    KmsValidation(FieldErrors errors) {
        this.errors = errors;
    }

    void check(JsonNode kms, String place) {
        String version = version(kms);
        name(kms.path("name").asString(""), version, place + ".name");
        timeout(kms, place + ".timeout");
        endpoint(kms.path("endpoint").asString(""), place + ".endpoint");
        cacheSize(kms.path("cachesize"), version, place + ".cachesize");
        if (!version.equals(V1) && !version.equals(V2)) {
            errors.invalid(
                    place + ".apiVersion",
                    version,
                    "unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are"
                            + " supported");
        }
    }

    static String version(JsonNode kms) {
        String version = kms.path("apiVersion").asString("");
        return version.isEmpty() ? V1 : version;
    }

    static Duration timeout(JsonNode kms) {
        String text = kms.path("timeout").asString("");
        return text.isEmpty() ? TIMEOUT : GoDuration.parse(text);
    }

    private void name(String name, String version, String place) {
        if (name.isEmpty()) {
            errors.required(place, "name is a mandatory field for a provider");
        }
        if (!version.equals(V1) && name.contains(":")) {
            errors.invalid(
                    place,
                    name,
                    "invalid KMS provider name %s, must not contain ':'".formatted(name));
        }
        if (!names.add(name)) {
            errors.invalid(
                    place,
                    name,
                    "duplicate KMS provider name %s, names must be unique".formatted(name));
        }
    }

    private void timeout(JsonNode kms, String place) {
        Duration timeout = timeout(kms);
        if (!timeout.isPositive()) {
            errors.invalid(place, GoDuration.text(timeout), "timeout should be a positive value");
        }
    }

    private void endpoint(String endpoint, String place) {
        if (endpoint.isEmpty()) {
            errors.invalid(place, "", "endpoint is a mandatory field for a kms");
            return;
        }
        Optional<String> complaint = UnixEndpoint.complaint(endpoint);
        complaint.ifPresent(why -> errors.invalid(place, endpoint, why));
    }

    private void cacheSize(JsonNode size, String version, String place) {
        if (!version.equals(V1) && size.isNumber()) {
            errors.invalid(place, size.asLong(0), "cachesize is not supported in v2");
        }
        if (version.equals(V1) && size.isNumber() && size.asLong(0) == 0) {
            errors.invalid(
                    place, 0, "cachesize should be a positive value, or negative to disable");
        }
    }
}
