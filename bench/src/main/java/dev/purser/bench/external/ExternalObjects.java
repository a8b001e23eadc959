package dev.purser.bench.external;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/// The objects of the measure: a namespace with a store for each part of the ExternalSecrets, and
/// Secrets that are none of theirs.
final class ExternalObjects {
    static final GroupVersionResource NAMESPACES = new GroupVersionResource("", "v1", "namespaces");
    static final GroupVersionResource SECRETS = new GroupVersionResource("", "v1", "secrets");
    static final GroupVersionResource STORES = custom("secretstores");
    static final GroupVersionResource EXTERNAL_SECRETS = custom("externalsecrets");
    static final String STORE = "vault";
    private static final String GROUP = "external-secrets.io";
    private static final String PREFIX = "bench-external-";
    private static final String UNRELATED_DATA = Base64.getEncoder().encodeToString(new byte[1000]);

    private ExternalObjects() {}

    private static GroupVersionResource custom(String plural) {
        return new GroupVersionResource(GROUP, "v1", plural);
    }

    private static GroupVersionKind kind(String kind) {
        return new GroupVersionKind(GROUP, "v1", kind);
    }

    static String namespace(int number) {
        return PREFIX + number;
    }

    static String externalSecret(int number) {
        return "e" + number;
    }

    /// The path of a namespace's store.
    static String storePath(String namespace) {
        return "/apis/%s/v1/namespaces/%s/secretstores/%s".formatted(GROUP, namespace, STORE);
    }

    static KubeObject namespaceObject(int number) {
        return KubeObject.named(new GroupVersionKind("", "v1", "Namespace"), "", namespace(number));
    }

    static KubeObject secret(String namespace, String name, String key, String base64) {
        KubeObject secret =
                KubeObject.named(new GroupVersionKind("", "v1", "Secret"), namespace, name);
        secret.json().withObject("/data").put(key, base64);
        return secret;
    }

    static KubeObject unrelated(String namespace, int number) {
        return secret(namespace, "unrelated-" + number, "data", UNRELATED_DATA);
    }

    static KubeObject token(String namespace) {
        return secret(
                namespace,
                "vault-token",
                "token",
                Base64.getEncoder().encodeToString(new byte[] {'t'}));
    }

    static KubeObject store(String namespace, URI vault) {
        KubeObject store = KubeObject.named(kind("SecretStore"), namespace, STORE);
        ObjectNode provider = store.spec().withObject("/provider/vault");
        provider.put("server", vault.toString()).put("path", "secret").put("version", "v2");
        provider.withObject("/auth/tokenSecretRef").put("name", "vault-token").put("key", "token");
        return store;
    }

    static KubeObject external(String namespace, int number, Duration interval) {
        KubeObject external =
                KubeObject.named(kind("ExternalSecret"), namespace, externalSecret(number));
        ObjectNode spec = external.spec();
        spec.put("refreshInterval", interval.toSeconds() + "s");
        spec.putObject("secretStoreRef").put("name", STORE).put("kind", "SecretStore");
        spec.putObject("target").put("name", "s" + number);
        ObjectNode data = spec.putArray("data").addObject();
        data.put("secretKey", "password");
        data.putObject("remoteRef").put("key", "team/k" + number).put("property", "password");
        return external;
    }
}
