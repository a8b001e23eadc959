package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.client.Api;
import dev.purser.external.definition.Ownership;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Manifests in the forms of the External Secrets Operator's documentation, sent over HTTPS with
/// strict field validation.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalManifestsTests {
    private static final Path MANIFESTS = Path.of("..", "acceptance", "external", "manifests");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern AUTHORITY =
            Pattern.compile("certificate-authority-data: *\"?([A-Za-z0-9+/=]+)");

    @TempDir static Path root;

    private Purser purser;
    private HttpClient http;
    private String token;

    @BeforeAll
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
        http = HttpClient.newBuilder().sslContext(trust(directory.adminKubeconfig())).build();
        token = administratorToken();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!purser.externalSecrets().equals(Optional.of(new Ownership.Ours()))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @AfterAll
    void stop() {
        http.close();
        purser.close();
    }

    private static SSLContext trust(Path kubeconfig) throws Exception {
        Matcher matcher = AUTHORITY.matcher(Files.readString(kubeconfig));
        assertThat(matcher.find()).isTrue();
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        Base64.getDecoder().decode(matcher.group(1)))));
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private String administratorToken() {
        Api api = purser.adminApi();
        GroupVersionResource accounts = new GroupVersionResource("", "v1", "serviceaccounts");
        api.create(
                accounts,
                object(
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"admin\",\"namespace\":\"kube-system\"}}"));
        api.create(
                new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings"),
                object(
                        """
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"test-admin"},
                         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
                         "subjects":[{"kind":"ServiceAccount","name":"admin","namespace":"kube-system"}]}
                        """));
        KubeObject answer =
                api.createSubresource(
                        new Api.ObjectRef(accounts, "kube-system", "admin"),
                        "token",
                        object(
                                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}"));
        return answer.status().path("token").asString();
    }

    private static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(json));
    }

    private HttpResponse<String> send(ObjectNode manifest) throws Exception {
        String kind = manifest.path("kind").asString();
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        String scope = kind.startsWith("Cluster") ? "" : "namespaces/default/";
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        purser.address()
                                                + "/apis/"
                                                + manifest.path("apiVersion").asString()
                                                + "/"
                                                + scope
                                                + plural
                                                + "?fieldValidation=Strict"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(manifest.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static List<ObjectNode> manifests() throws IOException {
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            return files.sorted().flatMap(ExternalManifestsTests::documents).toList();
        }
    }

    private static Stream<ObjectNode> documents(Path file) {
        try {
            return Arrays.stream(Files.readString(file).split("(?m)^---$"))
                    .map(ExternalManifestsTests::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode parse(String yaml) {
        try {
            return (ObjectNode) YamlReader.read(yaml.getBytes(StandardCharsets.UTF_8)).json();
        } catch (DecodingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void applies(ObjectNode manifest) throws Exception {
        HttpResponse<String> answer = send(manifest);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void manifestsAreMany() throws IOException {
        assertThat(manifests()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void appliesInTheOldVersion(ObjectNode manifest) throws Exception {
        ObjectNode old = manifest.deepCopy();
        old.put("apiVersion", "external-secrets.io/v1beta1");
        ((ObjectNode) old.path("metadata"))
                .put("name", "old-" + old.at("/metadata/name").asString());
        HttpResponse<String> answer = send(old);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Warning").orElse("")).contains("deprecated");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SecretStore | {provider: {}} | should have at least 1 properties",
                "SecretStore | {provider: {fake: {data: []}, vault: {server: s}}} | must have at most 1",
                "SecretStore | {} | spec.provider: Required value",
                "SecretStore | {provider: {faked: {}}} | unknown field \"spec.provider.faked\"",
                "SecretStore | {provider: {vault: {server: s, version: v3}}} | Unsupported value: \"v3\"",
                "SecretStore | {provider: {aws: {service: S3, region: r}}} | Unsupported value: \"S3\"",
                "SecretStore | {provider: {aws: {service: SecretsManager}}} | region: Required value",
                "SecretStore | {provider: {aws: {service: SecretsManager, region: r, customSessionTags: {esoNamespace: a}}}} | cannot be custom session tags",
                "SecretStore | {provider: {vault: {server: s, auth: {tokenSecretRef: {name: Upper}}}}} | should match",
                "SecretStore | {provider: {openBao: {server: s, auth: {}}}} | exactly one of appRole",
                "SecretStore | {provider: {kubernetes: {auth: {token: {}}}}} | bearerToken: Required value",
                "SecretStore | {provider: {directory: {}}} | name: Required value",
                "ExternalSecret | {target: {creationPolicy: Always}} | Unsupported value: \"Always\"",
                "ExternalSecret | {target: {template: {engineVersion: v1}}} | Unsupported value: \"v1\"",
                "ExternalSecret | {data: [{secretKey: 'a b', remoteRef: {key: k}}]} | should match",
                "ExternalSecret | {data: [{secretKey: a}]} | remoteRef: Required value",
                "ExternalSecret | {dataFrom: [{rewrite: [{}]}]} | should have at least 1 properties",
                "ExternalSecret | {dataFrom: [{key: a}]} | unknown field \"spec.dataFrom[0].key\"",
                "ExternalSecret | {refreshInterval: 5} | must be of type string",
                "ClusterExternalSecret | {} | externalSecretSpec: Required value",
                "ClusterExternalSecret | {externalSecretSpec: {refreshPolicy: Never}} | Unsupported value: \"Never\"",
            })
    void refuses(String kind, String spec, String why) throws Exception {
        ObjectNode manifest =
                parse(
                        "{apiVersion: external-secrets.io/v1, kind: %s, metadata: {name: bad}, spec: %s}"
                                .formatted(kind, spec));
        HttpResponse<String> answer = send(manifest);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
        assertThat(JsonMapper.shared().readTree(answer.body()).path("message").asString())
                .contains(why);
    }
}
