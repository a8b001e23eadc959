package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.client.Api;
import dev.purser.client.ListOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A provider's values change, and somebody tells a whole server so. Nothing is polled here within
/// the time that a test takes.
class ExternalPushTests {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final String GROUP = "/apis/external-secrets.io/v1/namespaces/default/";
    private static final GroupVersionResource SECRETS = core("secrets");
    private static final GroupVersionResource STORES = external("secretstores");
    private static final GroupVersionResource EXTERNAL_SECRETS = external("externalsecrets");

    @TempDir Path root;

    private final Vault vault = new Vault();
    private Purser purser;
    private Api api;
    private HttpClient http;

    /// As much of a KV engine of version 2 as is asked for.
    private static final class Vault {
        private static final String TOKEN =
                """
                {"request_id":"1","lease_id":"","renewable":false,"lease_duration":0,
                 "data":{"accessor":"a","creation_time":1,"creation_ttl":0,"display_name":"root",
                  "entity_id":"","expire_time":null,"explicit_max_ttl":0,"id":"t","meta":null,
                  "num_uses":0,"orphan":true,"path":"auth/token/root","policies":["root"],
                  "renewable":false,"ttl":0,"type":"service"},
                 "wrap_info":null,"warnings":null,"auth":null}
                """;
        private final Map<String, String> values = new ConcurrentHashMap<>();
        private final List<String> reads = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Vault() {
            try {
                server =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/v1/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String prefix = "/v1/secret/data/";
            String body = TOKEN;
            if (path.startsWith(prefix)) {
                String key = path.substring(prefix.length());
                reads.add(key);
                body =
                        "{\"data\":{\"data\":{\"value\":\"%s\"},\"metadata\":{\"version\":1}}}"
                                .formatted(values.getOrDefault(key, ""));
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            try (exchange) {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static GroupVersionResource core(String plural) {
        return new GroupVersionResource("", "v1", plural);
    }

    private static GroupVersionResource external(String plural) {
        return new GroupVersionResource("external-secrets.io", "v1", plural);
    }

    @BeforeEach
    void start() throws Exception {
        DataDirectory directory = new DataDirectory(root.resolve("data"));
        directory.create();
        purser =
                Purser.start(
                        new ServeSettings(
                                directory,
                                Instance.Mode.NO_NODE,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "test-host"),
                        Clock.systemUTC(),
                        new SecureRandom());
        api = purser.adminApi();
        await(() -> find(core("configmaps"), "kube-root-ca.crt").isPresent());
        http = HttpClient.newBuilder().sslContext(trusting()).build();
        await(() -> answers(() -> api.list(EXTERNAL_SECRETS, "default", ListOptions.all())));
    }

    @AfterEach
    void stop() {
        http.close();
        purser.close();
        vault.server.stop(0);
    }

    private SSLContext trusting() throws Exception {
        String pem =
                find(core("configmaps"), "kube-root-ca.crt")
                        .orElseThrow()
                        .json()
                        .path("data")
                        .path("ca.crt")
                        .asString();
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static boolean answers(Runnable request) {
        try {
            request.run();
            return true;
        } catch (StatusException e) {
            return false;
        }
    }

    private Optional<KubeObject> find(GroupVersionResource resource, String name) {
        try {
            return Optional.of(api.get(resource, "default", name));
        } catch (StatusException e) {
            assertThat(e.code()).isEqualTo(404);
            return Optional.empty();
        }
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(this::statuses).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// What the stores and ExternalSecrets say of themselves.
    private String statuses() {
        StringBuilder text = new StringBuilder("time is up");
        for (GroupVersionResource resource : List.of(STORES, EXTERNAL_SECRETS)) {
            api.list(resource, "default", ListOptions.all())
                    .items()
                    .forEach(object -> text.append('\n').append(object).append(object.status()));
        }
        return text.toString();
    }

    private void create(GroupVersionResource resource, String json) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(json);
        api.create(resource, KubeObject.of(tree));
    }

    private void createStore() {
        create(
                SECRETS,
                """
                {"apiVersion":"v1","kind":"Secret",
                 "metadata":{"name":"vault-token","namespace":"default"},"data":{"token":"dA=="}}
                """);
        create(
                STORES,
                """
                {"apiVersion":"external-secrets.io/v1","kind":"SecretStore",
                 "metadata":{"name":"vault","namespace":"default"},
                 "spec":{"provider":{"vault":{"server":"http://127.0.0.1:%d","path":"secret",
                  "version":"v2","auth":{"tokenSecretRef":{"name":"vault-token","key":"token"}}}}}}
                """
                        .formatted(vault.server.getAddress().getPort()));
    }

    private void createExternal(String name, String key) {
        create(
                EXTERNAL_SECRETS,
                """
                {"apiVersion":"external-secrets.io/v1","kind":"ExternalSecret",
                 "metadata":{"name":"%1$s","namespace":"default"},
                 "spec":{"refreshInterval":"24h",
                  "secretStoreRef":{"name":"vault","kind":"SecretStore"},
                  "target":{"name":"%1$s"},
                  "data":[{"secretKey":"value",
                   "remoteRef":{"key":"%2$s","property":"value"}}]}}
                """
                        .formatted(name, key));
    }

    private String value(String secret) {
        return find(SECRETS, secret)
                .map(found -> found.json().path("data").path("value").asString(""))
                .map(base64 ->
                        new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .orElse("");
    }

    /// The token of a new service account that may refresh what is named.
    private String tokenFor(String account, String resource, String name) {
        create(
                core("serviceaccounts"),
                """
                {"apiVersion":"v1","kind":"ServiceAccount",
                 "metadata":{"name":"%s","namespace":"default"}}
                """
                        .formatted(account));
        create(
                new GroupVersionResource("rbac.authorization.k8s.io", "v1", "roles"),
                """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role",
                 "metadata":{"name":"%s","namespace":"default"},
                 "rules":[{"apiGroups":["external-secrets.io"],"resources":["%s/refresh"],
                  "resourceNames":["%s"],"verbs":["create"]}]}
                """
                        .formatted(account, resource, name));
        create(
                new GroupVersionResource("rbac.authorization.k8s.io", "v1", "rolebindings"),
                """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
                 "metadata":{"name":"%1$s","namespace":"default"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"%1$s"},
                 "subjects":[{"kind":"ServiceAccount","name":"%1$s","namespace":"default"}]}
                """
                        .formatted(account));
        KubeObject request =
                KubeObject.named(
                        new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"),
                        "default",
                        account);
        return api.createSubresource(
                        new Api.ObjectRef(core("serviceaccounts"), "default", account),
                        "token",
                        request)
                .status()
                .path("token")
                .asString();
    }

    private record Reply(int status, JsonNode json) {}

    private Reply notify(String path, String token, String body) throws Exception {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(purser.address().resolve(GROUP + path + "/refresh"))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), JsonMapper.shared().readTree(response.body()));
    }

    @Test
    void aNotificationReadsAnewWhatItConcerns() throws Exception {
        vault.values.putAll(Map.of("team/db", "one", "team/other", "one"));
        createStore();
        createExternal("db", "team/db");
        createExternal("other", "team/other");
        await(() -> value("db").equals("one") && value("other").equals("one"));
        String token = tokenFor("notifier", "secretstores", "vault");
        vault.values.putAll(Map.of("team/db", "two", "team/other", "two"));
        vault.reads.clear();

        Reply reply =
                notify(
                        "secretstores/vault",
                        token,
                        """
                        {"specversion":"1.0","type":"*","source":"vault://v","id":"1","data":{
                         "event":{"metadata":{"path":"secret/data/team/db"}},
                         "event_type":"kv-v2/data-write",
                         "plugin_info":{"mount_path":"secret/"}}}
                        """);

        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(202);
        assertThat(reply.json().path("message").asString())
                .isEqualTo("1 ExternalSecret is read anew");
        await(() -> value("db").equals("two"));
        assertThat(vault.reads).containsOnly("team/db");
        assertThat(value("other")).isEqualTo("one");

        assertThat(notify("secretstores/vault", token, "").status()).isEqualTo(202);
        await(() -> value("other").equals("two"));
    }

    @Test
    void aRoleSaysByNameWhatATokenMayRefresh() throws Exception {
        vault.values.put("k", "one");
        createStore();
        createExternal("db", "k");
        await(() -> value("db").equals("one"));
        String token = tokenFor("notifier", "externalsecrets", "db");
        vault.values.put("k", "two");

        assertThat(notify("secretstores/vault", token, "").status()).isEqualTo(403);
        assertThat(notify("externalsecrets/other", token, "").status()).isEqualTo(403);
        assertThat(notify("secretstores/vault", "no-token", "").status()).isEqualTo(401);
        assertThat(notify("externalsecrets/db", token, "{\"a\":1}").status()).isEqualTo(400);
        assertThat(notify("externalsecrets/db", token, "{" + " ".repeat(300_000) + "}").status())
                .isEqualTo(413);
        assertThat(value("db")).isEqualTo("one");
        assertThat(notify("externalsecrets/db", token, "").status()).isEqualTo(202);
        await(() -> value("db").equals("two"));
    }

    /// The API server quotes what it refuses, and templates make labels and keys of values.
    @Test
    void aRefusalIsSaidWithoutTheValue() {
        vault.values.put("k", "hunter2 is neither label nor key");
        createStore();
        for (String template :
                List.of(
                        "{\"metadata\":{\"labels\":{\"l\":\"{{ .value }}\"}}}",
                        "{\"templateFrom\":[{\"target\":\"Data\","
                                + "\"literal\":\"{{ .value }}: x\"}]}")) {
            create(
                    EXTERNAL_SECRETS,
                    """
                    {"apiVersion":"external-secrets.io/v1","kind":"ExternalSecret",
                     "metadata":{"name":"refused-%d","namespace":"default"},
                     "spec":{"secretStoreRef":{"name":"vault","kind":"SecretStore"},
                      "target":{"template":%s},
                      "data":[{"secretKey":"value",
                       "remoteRef":{"key":"k","property":"value"}}]}}
                    """
                            .formatted(template.length(), template));
        }
        await(() -> ready().size() == 2);

        assertThat(ready()).allSatisfy(status -> assertThat(status).contains("\"False\""));
        assertThat(statuses()).contains("the secret would be refused: ");
        assertThat(statuses()).doesNotContain("hunter2");
        await(() -> events().contains("the secret would be refused: "));
        assertThat(events()).doesNotContain("hunter2");
    }

    private String events() {
        return api.list(core("events"), "default", ListOptions.all()).items().stream()
                .map(event -> event.json().toString())
                .collect(Collectors.joining("\n"));
    }

    /// The statuses of all ExternalSecrets that have conditions.
    private List<String> ready() {
        return api.list(EXTERNAL_SECRETS, "default", ListOptions.all()).items().stream()
                .map(object -> object.status().path("conditions"))
                .filter(conditions -> !conditions.isMissingNode())
                .map(JsonNode::toString)
                .toList();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        String token = tokenFor("notifier", "secretstores", "none");

        Reply reply = notify("secretstores/none", token, "");
        while (reply.status() == 503) {
            LockSupport.parkNanos(PAUSE.toNanos());
            reply = notify("secretstores/none", token, "");
        }

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("message").asString())
                .isEqualTo("secretstores.external-secrets.io \"none\" not found");
    }
}
