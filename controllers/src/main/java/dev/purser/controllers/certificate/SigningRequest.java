package dev.purser.controllers.certificate;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A CertificateSigningRequest as controllers look at it.
record SigningRequest(KubeObject object) {
    static final GroupVersionResource RESOURCE =
            new GroupVersionResource("certificates.k8s.io", "v1", "certificatesigningrequests");
    static final String APPROVED = "Approved";
    static final String DENIED = "Denied";
    static final String FAILED = "Failed";

    String signer() {
        return spec().path("signerName").asString("");
    }

    /// PEM in base64.
    String request() {
        return spec().path("request").asString("");
    }

    List<String> usages() {
        return spec().path("usages").valueStream().map(usage -> usage.asString("")).toList();
    }

    Set<String> usageSet() {
        return new TreeSet<>(usages());
    }

    boolean isIssued() {
        return !certificate().isEmpty();
    }

    /// PEM in base64; empty before it is issued.
    String certificate() {
        return status().path("certificate").asString("");
    }

    /// Whatever the condition's status is: to have it is enough.
    boolean has(String condition) {
        return Conditions.find(status(), condition).isPresent();
    }

    /// Whether there is any word about the request yet.
    boolean isPending() {
        return status().path("conditions").isEmpty();
    }

    /// When a condition was last written.
    Optional<Instant> written(String condition) {
        return Conditions.find(status(), condition)
                .flatMap(found -> Timestamps.parse(found.path("lastUpdateTime").asString("")));
    }

    Optional<Instant> created() {
        return Timestamps.parse(object.metadata().path("creationTimestamp").asString(""));
    }

    JsonNode spec() {
        return object.json().path("spec");
    }

    private JsonNode status() {
        return object.json().path("status");
    }
}
