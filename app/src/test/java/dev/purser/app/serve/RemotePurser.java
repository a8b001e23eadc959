package dev.purser.app.serve;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.time.SystemTimers;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.provider.kubernetes.KubernetesProvider;
import dev.purser.external.provider.kubernetes.OwnCluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Another Purser, whose Secrets of one namespace a store reads with the token of an account.
final class RemotePurser implements AutoCloseable {
    static final String NAMESPACE = "far";
    static final GroupVersionResource SECRETS = new GroupVersionResource("", "v1", "secrets");

    private static final GroupVersionResource ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String READER = "reader";
    private static final String NOBODY = "nobody";

    private final Purser purser;
    private final Api api;
    private final String authority;
    private final SystemTimers timers = new SystemTimers(Clock.systemUTC());

    RemotePurser(Path root) throws Exception {
        DataDirectory directory = new DataDirectory(root.resolve("data"));
        directory.create();
        ServeSettings settings =
                new ServeSettings(
                                directory,
                                Instance.Mode.NO_NODE,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "far-host")
                        .withCustody(CustodySettings.inDirectory(root.resolve("keys")));
        this.purser = Purser.start(settings, Clock.systemUTC(), new SecureRandom());
        this.api = purser.adminApi();
        prepare();
        this.authority = awaitAuthority();
    }

    private void prepare() {
        create("", "v1", "namespaces", "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"far\"}}");
        create("", "v1", "serviceaccounts", account(READER));
        create("", "v1", "serviceaccounts", account(NOBODY));
        create(
                "rbac.authorization.k8s.io",
                "v1",
                "roles",
                """
                {"kind": "Role", "metadata": {"name": "reader", "namespace": "far"},
                 "rules": [{"apiGroups": [""], "resources": ["secrets"],
                            "verbs": ["get", "list", "watch"]}]}
                """);
        create(
                "rbac.authorization.k8s.io",
                "v1",
                "rolebindings",
                """
                {"kind": "RoleBinding", "metadata": {"name": "reader", "namespace": "far"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role",
                             "name": "reader"},
                 "subjects": [{"kind": "ServiceAccount", "name": "reader", "namespace": "far"}]}
                """);
    }

    private static String account(String name) {
        return "{\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"far\"}}"
                .formatted(name);
    }

    private void create(String group, String version, String resource, String json) {
        GroupVersionResource type = new GroupVersionResource(group, version, resource);
        ObjectNode object = (ObjectNode) JsonMapper.shared().readTree(json);
        var _ = api.create(type, KubeObject.of(object.put("apiVersion", type.apiVersion())));
    }

    Api api() {
        return api;
    }

    URI address() {
        return purser.address();
    }

    String authority() {
        return authority;
    }

    /// The certificate of the authority, as controllers put it into each namespace.
    private String awaitAuthority() throws InterruptedException {
        GroupVersionResource configMaps = new GroupVersionResource("", "v1", "configmaps");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                return api.get(configMaps, NAMESPACE, "kube-root-ca.crt")
                        .json()
                        .path("data")
                        .path("ca.crt")
                        .asString();
            } catch (StatusException e) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("there is no kube-root-ca.crt");
    }

    private String token(String account) {
        KubeObject request =
                KubeObject.named(
                        new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"),
                        "",
                        "");
        request.metadata().remove("name");
        request.spec().put("expirationSeconds", 3600);
        return api.createSubresource(
                        new Api.ObjectRef(ACCOUNTS, NAMESPACE, account), "token", request)
                .status()
                .path("token")
                .asString();
    }

    /// A store of these Secrets.
    SecretsClient open(String server, String auth, FixedCredentials credentials) throws Exception {
        String provider =
                "{\"remoteNamespace\": \"far\", \"server\": %s, \"auth\": %s}"
                        .formatted(server, auth);
        return new KubernetesProvider(
                        new OwnCluster(this::address, authority()), timers, new Random(1))
                .open(
                        new StoreConfig(
                                "team",
                                "store",
                                JsonMapper.shared().readTree(provider),
                                credentials));
    }

    SecretsBackend backend() {
        return new Backend();
    }

    FixedCredentials credentials() {
        return new FixedCredentials()
                .withConfigMap("ca", "ca.crt", authority())
                .withSecret("unknown", "token", "no-token-of-this-cluster")
                .withSecret("powerless", "token", token(NOBODY))
                .withSecret("rightful", "token", token(READER))
                .withToken(READER, () -> token(READER));
    }

    private final class Backend implements SecretsBackend {
        private static final String SERVER =
                """
                {"url": "%s",
                 "caProvider": {"type": "ConfigMap", "name": "ca", "key": "ca.crt"}}
                """;
        private static final String TOKEN =
                "{\"token\": {\"bearerToken\": {\"name\": \"%s\", \"key\": \"token\"}}}";

        @Override
        public Set<Ability> abilities() {
            return EnumSet.of(
                    Ability.EMPTY_VALUES,
                    Ability.BINARY,
                    Ability.TAGS,
                    Ability.FIND_BY_NAME,
                    Ability.FIND_BY_TAGS,
                    Ability.AUTHENTICATION,
                    Ability.AUTHORIZATION);
        }

        @Override
        public RemoteKey put(String key, byte[] value) {
            write(key, Map.of("value", value));
            return RemoteKey.of(key).withProperty("value");
        }

        @Override
        public void putObject(String key, ObjectNode members) {
            Map<String, byte[]> data = new HashMap<>();
            members.properties()
                    .forEach(member -> data.put(member.getKey(), bytes(member.getValue())));
            write(key, data);
        }

        private static byte[] bytes(JsonNode value) {
            String text = value.isString() ? value.asString() : value.toString();
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private void write(String name, Map<String, byte[]> values) {
            KubeObject secret =
                    KubeObject.named(new GroupVersionKind("", "v1", "Secret"), NAMESPACE, name);
            ObjectNode data = secret.json().putObject("data");
            values.forEach(
                    (key, value) -> data.put(key, Base64.getEncoder().encodeToString(value)));
            if (exists(name)) {
                var _ = api.update(SECRETS, secret);
            } else {
                var _ = api.create(SECRETS, secret);
            }
        }

        private boolean exists(String name) {
            return !api.list(SECRETS, NAMESPACE, ListOptions.fields("metadata.name=" + name))
                    .items()
                    .isEmpty();
        }

        @Override
        public void delete(String key) {
            api.delete(new Api.ObjectRef(SECRETS, NAMESPACE, key), DeleteOptions.defaults());
        }

        @Override
        public void tag(String key, Map<String, String> tags) {
            KubeObject secret = api.get(SECRETS, NAMESPACE, key);
            ObjectNode labels = secret.metadata().putObject("labels");
            tags.forEach(labels::put);
            var _ = api.update(SECRETS, secret);
        }

        @Override
        public String propertyOfTag(String tag) {
            return "labels." + tag;
        }

        @Override
        public SecretsClient open(Caller caller) throws Exception {
            String name =
                    switch (caller) {
                        case RIGHTFUL -> "rightful";
                        case UNKNOWN -> "unknown";
                        case POWERLESS -> "powerless";
                    };
            return RemotePurser.this.open(
                    SERVER.formatted(address()), TOKEN.formatted(name), credentials());
        }

        @Override
        public void close() {
            for (KubeObject secret : api.list(SECRETS, NAMESPACE, ListOptions.all()).items()) {
                deleteIfThere(secret.name());
            }
        }

        private void deleteIfThere(String name) {
            try {
                delete(name);
            } catch (StatusException e) {
                if (e.code() != 404) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        timers.close();
        purser.close();
    }
}
