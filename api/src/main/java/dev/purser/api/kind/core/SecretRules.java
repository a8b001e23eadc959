package dev.purser.api.kind.core;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.JsonText;
import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Secrets: what each built-in type demands, one mebibyte of values, immutability (KEP-1412), and
/// clear text that becomes data. No message ever holds a value.
public final class SecretRules implements KindRules {
    private static final String DATA = "data";
    private static final String STRING_DATA = "stringData";
    private static final String TYPE = "type";
    private static final String REDACTED = "<secret contents redacted>";
    private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    private final JsonText jsonText = new JsonText();

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode secret = object.json();
        Trees.setDefault(secret, TYPE, "Opaque");
        JsonNode clear = secret.path(STRING_DATA);
        if (!clear.isEmpty()) {
            ObjectNode data = Trees.ensure(secret, DATA);
            for (Map.Entry<String, JsonNode> entry : clear.properties()) {
                byte[] bytes = entry.getValue().asString("").getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
        }
        secret.remove(STRING_DATA);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        JsonNode data = object.json().path(DATA);
        ConfigMapRules.validateKeys(data, DATA, errors);
        long bytes = 0;
        for (JsonNode value : data) {
            bytes += ConfigMapRules.decodedLength(value.asString(""));
        }
        if (bytes > ConfigMapRules.BYTES_MAX) {
            errors.tooLong(DATA, ConfigMapRules.BYTES_MAX);
        }
        validateType(object, data, errors);
    }

    private void validateType(KubeObject object, JsonNode data, FieldErrors errors) {
        switch (Trees.text(object.json(), TYPE)) {
            case "kubernetes.io/service-account-token" -> {
                if (object.annotations().getOrDefault(ACCOUNT_NAME, "").isEmpty()) {
                    errors.required("metadata.annotations[" + ACCOUNT_NAME + "]", "");
                }
            }
            case "kubernetes.io/dockercfg" -> validateJson(data, ".dockercfg", errors);
            case "kubernetes.io/dockerconfigjson" ->
                    validateJson(data, ".dockerconfigjson", errors);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    errors.required(path("username"), "");
                    errors.required(path("password"), "");
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (Trees.text(data, "ssh-privatekey").isEmpty()) {
                    errors.required(path("ssh-privatekey"), "");
                }
            }
            case "kubernetes.io/tls" -> {
                for (String key : List.of(CERTIFICATE, KEY)) {
                    if (!data.has(key)) {
                        errors.required(path(key), "");
                    }
                }
            }
            default -> {
                // Types that Kubernetes does not know demand nothing.
            }
        }
    }

    private void validateJson(JsonNode data, String key, FieldErrors errors) {
        if (!data.has(key)) {
            errors.required(path(key), "");
            return;
        }
        try {
            JsonNode json = jsonText.parse(decoded(data, key));
            if (!json.isObject() && !json.isNull()) {
                errors.invalid(
                        path(key),
                        REDACTED,
                        "json: cannot unmarshal %s into Go value of type map[string]interface {}"
                                .formatted(goKind(json)));
            }
        } catch (DecodingException e) {
            errors.invalid(path(key), REDACTED, e.getMessage());
        }
    }

    private static String goKind(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            default -> "number";
        };
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        String type = Trees.text(object.json(), TYPE);
        if (!type.equals(Trees.text(old.json(), TYPE))) {
            errors.invalid(TYPE, type, "field is immutable");
        }
        ImmutableData.validateUpdate(object, old, errors, DATA);
        validate(object, errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        if (!Trees.text(object.json(), TYPE).equals("kubernetes.io/tls")) {
            return List.of();
        }
        JsonNode data = object.json().path(DATA);
        if (!hasPem(data, CERTIFICATE)) {
            return List.of("tls: failed to find any PEM data in certificate input");
        }
        return hasPem(data, KEY)
                ? List.of()
                : List.of("tls: failed to find any PEM data in key input");
    }

    private static boolean hasPem(JsonNode data, String key) {
        return new String(decoded(data, key), StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    private static byte[] decoded(JsonNode data, String key) {
        return Base64.getDecoder().decode(Trees.text(data, key));
    }

    private static String path(String key) {
        return "%s[%s]".formatted(DATA, key);
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of(TYPE, Trees.text(object.json(), TYPE));
    }
}
