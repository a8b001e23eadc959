package dev.purser.server.admission.advice;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.advice.credential.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// ConfigMaps that hold what belongs into Secrets: most roles may read every ConfigMap, and their
/// values are neither encrypted on disk nor left out of audit logs.
final class ConfigMapAdvisor implements Advisor {
    @Override
    public List<Finding> findings(KubeObject object) {
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.json().path("data").properties()) {
            judge(entry.getKey(), entry.getValue().asString(""), entry.getValue(), findings);
        }
        for (Map.Entry<String, JsonNode> entry : object.json().path("binaryData").properties()) {
            judge(entry.getKey(), text(entry.getValue()), entry.getValue(), findings);
        }
        return findings;
    }

    /// Bytes as characters of the same numbers: the shapes that are looked for are ASCII.
    private static String text(JsonNode base64) {
        return new String(
                Base64.getMimeDecoder().decode(base64.asString("")), StandardCharsets.ISO_8859_1);
    }

    private static void judge(String key, String value, JsonNode cause, List<Finding> findings) {
        Credentials.find(key, value)
                .ifPresent(what ->
                        findings.add(
                                new Finding(
                                        Topic.CREDENTIAL_IN_CONFIGMAP,
                                        "data[%s] looks like %s: a ConfigMap is not encrypted and is widely readable; keep it in a Secret"
                                                .formatted(key, what),
                                        cause)));
    }
}
