package dev.purser.server.admission.advice;

import dev.purser.api.meta.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Secrets whose values are not what was meant, or stand where others read them.
final class SecretAdvisor implements Advisor {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String ACCOUNT_TOKEN = "kubernetes.io/service-account-token";

    @Override
    public List<Finding> findings(KubeObject object) {
        List<Finding> findings = new ArrayList<>();
        ofLastApplied(object, findings);
        JsonNode type = object.json().path("type");
        if (type.asString("").equals(ACCOUNT_TOKEN)) {
            findings.add(
                    new Finding(
                            Topic.TOKEN_NEVER_EXPIRES,
                            "the token of this Secret never expires: use `kubectl create token`, or a projected volume with a serviceAccountToken",
                            type));
            return findings;
        }
        for (Map.Entry<String, JsonNode> entry : object.json().path("data").properties()) {
            ofValue(entry.getKey(), entry.getValue(), findings);
        }
        return findings;
    }

    private static void ofLastApplied(KubeObject object, List<Finding> findings) {
        JsonNode annotation = object.metadata().path("annotations").path(LAST_APPLIED);
        String text = annotation.asString("");
        boolean holdsValues = text.contains("\"data\":{\"") || text.contains("\"stringData\":{\"");
        if (holdsValues) {
            findings.add(
                    new Finding(
                            Topic.SECRET_IN_LAST_APPLIED,
                            "the annotation %s now holds this Secret's values: use `kubectl apply --server-side`; to remove it, `kubectl annotate secret %s %s-`"
                                    .formatted(LAST_APPLIED, object.name(), LAST_APPLIED),
                            annotation));
        }
    }

    private static void ofValue(String key, JsonNode node, List<Finding> findings) {
        byte[] bytes = decoded(node);
        SecretText text = new SecretText(bytes);
        if (text.endsInNewline() && !isFile(key)) {
            findings.add(
                    new Finding(
                            Topic.SECRET_NEWLINE,
                            "data[%s] ends in a newline, which most programs take for a part of it: make it with `printf %%s` or `echo -n`"
                                    .formatted(key),
                            node));
        }
        if (text.isQuoted() && !isFile(key)) {
            findings.add(
                    new Finding(
                            Topic.SECRET_QUOTED,
                            "data[%s] begins and ends with a quotation mark: files for --from-env-file take quotes literally"
                                    .formatted(key),
                            node));
        }
        if (text.isBase64OfText() && !isEncoded(key)) {
            findings.add(
                    new Finding(
                            Topic.SECRET_BASE64_TWICE,
                            "data[%s] looks base64-encoded twice: containers would get base64; use stringData for plain text"
                                    .formatted(key),
                            node));
        }
        Arrays.fill(bytes, (byte) 0);
    }

    /// Keys such as `tls.crt` and `.npmrc` name files, which do end in newlines.
    private static boolean isFile(String key) {
        return key.indexOf('.') >= 0;
    }

    private static boolean isEncoded(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("b64") || lower.contains("base64");
    }

    private static byte[] decoded(JsonNode node) {
        try {
            return Base64.getMimeDecoder()
                    .decode(node.asString("").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
