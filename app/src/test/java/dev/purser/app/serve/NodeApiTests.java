package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.client.Api;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.PodPorts;
import dev.purser.node.access.CallerAuthentication;
import dev.purser.node.access.NodeAuthorization;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriStats;
import dev.purser.node.measure.CgroupMeter;
import dev.purser.node.measure.NodeStats;
import dev.purser.node.measure.NodeSurvey;
import dev.purser.node.serve.NodeApi;
import dev.purser.node.serve.NodePods;
import dev.purser.node.serve.NodeServer;
import dev.purser.node.settings.EndpointSettings;
import dev.purser.server.pki.CertifiedKey;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServerTls;
import dev.purser.server.pki.ServingNames;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.tls.CertificateVerification;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The node's own API through real HTTPS with client certificates and tokens, in front of a real
/// API server; only the runtime is none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeApiTests {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RBAC = "rbac.authorization.k8s.io";

    @TempDir static Path root;

    private final KubeObject pod = pod();
    private final Map<String, HttpClient> clients = new HashMap<>();
    private Purser purser;
    private ClusterPki pki;
    private NodeServer server;
    private volatile Optional<String> complaint = Optional.empty();

    private static KubeObject pod() {
        return KubeObject.of(
                (ObjectNode)
                        JsonMapper.shared()
                                .readTree(
                                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"ns\","
                                                + "\"uid\":\"u\",\"managedFields\":[{}]},\"spec\":{\"containers\":[{\"name\":\"c\"}]},"
                                                + "\"status\":{\"phase\":\"Running\"}}"));
    }

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
                                        "test-host")
                                .withCustody(CustodySettings.inDirectory(root.resolve("keys"))),
                        CLOCK,
                        RANDOM);
        pki =
                ClusterPki.open(
                        root.resolve("pki"), ServingNames.ofNode("n1", List.of()), CLOCK, RANDOM);
        server = serve(new EndpointSettings("127.0.0.1", 0, true));
        allow("scraper", "get", List.of("nodes/metrics", "nodes/pods"));
        allow(
                "operator",
                "*",
                List.of("nodes/proxy", "nodes/stats", "nodes/log", "nodes/checkpoint"));
    }

    @AfterAll
    void stop() throws IOException {
        clients.values().forEach(HttpClient::shutdownNow);
        server.close();
        purser.close();
    }

    private NodeServer serve(EndpointSettings where) throws IOException {
        NodeServer.Identity identity =
                new NodeServer.Identity(
                        ServerTls.shown(
                                pki.nodeServing("n1", ServingNames.ofNode("n1", List.of()))),
                        pki::authority,
                        RANDOM);
        Api api = purser.adminApi();
        RequestHandler handler =
                NodeApi.of(
                        new CallerAuthentication(
                                new CertificateVerification(
                                        () -> List.of(identity.authority().get()), CLOCK),
                                api),
                        new NodeAuthorization(api, "n1"),
                        parts());
        return NodeServer.start(
                where,
                identity,
                handler,
                (_, _, callback, _) -> callback.failed(new IOException("no runtime")));
    }

    private NodeApi.Parts parts() {
        CriRuntime runtime = absent(CriRuntime.class);
        CriStats stats = absent(CriStats.class);
        NodeSurvey survey =
                new NodeSurvey(
                        runtime,
                        stats,
                        new CgroupMeter(root.resolve("cgroup"), CLOCK),
                        new NodeSurvey.Places(Path.of("/proc"), root, root, "/none", _ -> root),
                        CLOCK);
        return new NodeApi.Parts(
                "n1",
                new OnePod(),
                new OneLog(),
                runtime,
                stats,
                new NodeStats(
                        new NodeStats.Subject(
                                "n1", Path.of("/proc"), root, "/none", "boot", "machine", "uuid"),
                        survey,
                        Optional::empty),
                List.of(),
                _ -> {},
                () -> complaint,
                new NodeApi.Configuration(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("kind", "KubeletConfiguration")
                                .set("staticPodURLHeader", header()),
                        Map.of("podLogsDir", "/logs"),
                        () -> 4711),
                root,
                CLOCK);
    }

    private static ObjectNode header() {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.putArray("Authorization").add("Bearer secret-of-the-header");
        return header;
    }

    /// A runtime without anything: lists are empty, everything else is not there.
    @SuppressWarnings("unchecked")
    private static <T> T absent(Class<T> type) {
        return (T)
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, _) -> {
                            if (method.getReturnType() == List.class) {
                                return List.of();
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    private final class OnePod implements NodePods {
        @Override
        public List<KubeObject> all() {
            return List.of(pod);
        }

        @Override
        public Optional<KubeObject> named(String namespace, String name) {
            return Optional.of(pod)
                    .filter(each -> each.namespace().equals(namespace) && each.name().equals(name));
        }

        @Override
        public Instant seen(KubeObject seen) {
            return Instant.EPOCH;
        }
    }

    private static final class OneLog implements NodeStreams {
        @Override
        public void logs(LogRequest request, OutputStream out) throws IOException {
            if (request.instance() == LogRequest.Instance.PREVIOUS) {
                throw StatusErrors.badRequest(
                        "previous terminated container \"c\" in pod \"p\" not found");
            }
            out.write(("tail " + request.tailLines()).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public CommandSession exec(ExecRequest request) {
            throw StatusErrors.badRequest("container not found (\"%s\")".formatted("zz"));
        }

        @Override
        public CommandSession attach(ExecRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PodPorts portForward(PodKey forwarded, List<Integer> ports) {
            throw new UnsupportedOperationException();
        }
    }

    private void allow(String user, String verb, List<String> resources) {
        Api admin = purser.adminApi();
        KubeObject role =
                KubeObject.named(new GroupVersionKind(RBAC, "v1", "ClusterRole"), "", user);
        ObjectNode rule = role.json().putArray("rules").addObject();
        rule.putArray("apiGroups").add("");
        rule.putArray("verbs").add(verb);
        resources.forEach(rule.putArray("resources")::add);
        admin.create(new GroupVersionResource(RBAC, "v1", "clusterroles"), role);
        KubeObject binding =
                KubeObject.named(new GroupVersionKind(RBAC, "v1", "ClusterRoleBinding"), "", user);
        binding.json()
                .putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", user);
        binding.json()
                .putArray("subjects")
                .addObject()
                .put("apiGroup", RBAC)
                .put("kind", "User")
                .put("name", user);
        admin.create(new GroupVersionResource(RBAC, "v1", "clusterrolebindings"), binding);
    }

    private HttpClient client(String user) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", pki.authority());
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (!user.isEmpty()) {
            CertifiedKey key = pki.client(new ClientSubject(user, List.of()));
            store.setKeyEntry(
                    "own", key.privateKey(), new char[0], new Certificate[] {key.certificate()});
        }
        keys.init(store, new char[0]);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), RANDOM);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private HttpResponse<String> ask(String user, String method, String path) throws Exception {
        HttpClient client = clients.get(user);
        if (client == null) {
            client = client(user);
            clients.put(user, client);
        }
        return client.send(
                request(path).method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:%d%s".formatted(server.port(), path)));
    }

    private void answers(String user, String path, int status, String body) throws Exception {
        HttpResponse<String> answer = ask(user, "GET", path);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Nested
    class Doors {
        @Test
        void nobodyUnknownLearnsAnything() throws Exception {
            for (String path : List.of("/healthz", "/pods", "/nosuch", "/metrics")) {
                answers("", path, 401, "Unauthorized");
            }
        }

        @Test
        void aCertificateOfAnotherAuthorityIsNone() throws Exception {
            ClusterPki other =
                    ClusterPki.open(
                            root.resolve("other"),
                            ServingNames.ofNode("n1", List.of()),
                            CLOCK,
                            RANDOM);
            ClusterPki own = pki;
            CertifiedKey key = other.client(new ClientSubject("operator", List.of()));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", own.authority());
            store.setKeyEntry(
                    "own",
                    key.privateKey(),
                    new char[0],
                    new Certificate[] {key.certificate(), other.authority()});
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), RANDOM);
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            clients.put("of another authority", client);

            assertThat(ask("of another authority", "GET", "/pods").statusCode()).isEqualTo(401);
        }

        @Test
        void whoIsKnownMayWhatTheirRolesSay() throws Exception {
            answers(
                    "jane",
                    "/pods",
                    403,
                    "Forbidden (user=jane, verb=get, resource=nodes, subresource(s)=[pods proxy])\n");
            assertThat(ask("scraper", "GET", "/pods").statusCode()).isEqualTo(200);
            assertThat(ask("scraper", "GET", "/metrics").statusCode()).isEqualTo(200);
            answers(
                    "scraper",
                    "/stats/summary",
                    403,
                    "Forbidden (user=scraper, verb=get, resource=nodes, subresource(s)=[stats])\n");
            assertThat(ask("operator", "GET", "/metrics").statusCode()).isEqualTo(403);
        }

        @Test
        void aTokenIsAsGoodAsACertificate() throws Exception {
            Api admin = purser.adminApi();
            GroupVersionResource accounts = new GroupVersionResource("", "v1", "serviceaccounts");
            admin.create(
                    accounts,
                    KubeObject.named(
                            new GroupVersionKind("", "v1", "ServiceAccount"), "default", "robot"));
            KubeObject asked =
                    KubeObject.named(
                            new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"),
                            "default",
                            "robot");
            asked.json().putObject("spec");
            String token =
                    admin.createSubresource(
                                    new Api.ObjectRef(accounts, "default", "robot"), "token", asked)
                            .json()
                            .at("/status/token")
                            .asString();
            HttpClient client = client("");
            clients.put("with a token", client);

            HttpResponse<String> answer =
                    client.send(
                            request("/pods").header("Authorization", "Bearer " + token).build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body())
                    .startsWith("Forbidden (user=system:serviceaccount:default:robot,");
        }
    }

    @Nested
    class Answers {
        @Test
        void healthIsThatOfItsChecks() throws Exception {
            answers("operator", "/healthz", 200, "ok");
            answers("operator", "/healthz/ping", 200, "ok");
            answers(
                    "operator",
                    "/healthz?verbose&exclude=log&exclude=x",
                    200,
                    "[+]ping ok\n[+]log excluded: ok\n[+]syncloop ok\nwarn: some health checks cannot be"
                            + " excluded: no matches for \"x\"\nhealthz check passed\n");
            complaint = Optional.of("sync Loop took longer than expected");
            try {
                answers(
                        "operator",
                        "/healthz",
                        500,
                        "[+]ping ok\n[+]log ok\n[-]syncloop failed: reason withheld\nhealthz check failed\n");
                answers(
                        "operator",
                        "/healthz/syncloop",
                        500,
                        "internal server error: sync Loop took longer than expected\n");
            } finally {
                complaint = Optional.empty();
            }
        }

        @Test
        void podsAreShownAsKubeletShowsThem() throws Exception {
            answers(
                    "operator",
                    "/pods",
                    200,
                    "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"p\","
                            + "\"namespace\":\"ns\",\"uid\":\"u\",\"annotations\":{\"kubernetes.io/config.seen\":"
                            + "\"1970-01-01T00:00:00Z\",\"kubernetes.io/config.source\":\"api\"}},"
                            + "\"spec\":{\"containers\":[{\"name\":\"c\"}]},\"status\":{\"phase\":\"Running\"}}]}");
        }

        @Test
        void theConfigurationTellsNoSecrets() throws Exception {
            answers(
                    "operator",
                    "/configz",
                    200,
                    "{\"kubeletconfig\":{\"kind\":\"KubeletConfiguration\",\"staticPodURLHeader\":"
                            + "{\"Authorization\":[\"<masked>\"]},\"port\":4711,\"podLogsDir\":\"/logs\"}}");
        }

        @Test
        void whatIsNotThereIsNotFoundInKubeletsWords() throws Exception {
            answers("operator", "/nosuch", 404, "404 page not found\n");
            answers("operator", "/stats", 404, "404: Page Not Found");
            answers("operator", "/containerLogs/ns/zz/c", 404, "pod \"zz\" does not exist");
            answers(
                    "operator",
                    "/containerLogs/ns/p/zz",
                    404,
                    "container \"zz\" not found in pod \"p\"");
            answers("operator", "/exec/ns/zz/c?command=id&output=1", 404, "pod does not exist");
            answers("operator", "/portForward/ns/p/other-uid", 404, "pod not found");
            HttpResponse<String> posted = ask("operator", "POST", "/pods");
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.body()).isEqualTo("405: Method Not Allowed");
            assertThat(posted.headers().firstValue("Allow")).contains("GET");
            assertThat(ask("operator", "POST", "/checkpoint/ns/p/zz").body())
                    .isEqualTo("container zz does not exist");
        }

        @Test
        void logsAreReadAsTheQuerySays() throws Exception {
            answers("operator", "/containerLogs/ns/p/c?tailLines=3", 200, "tail OptionalLong[3]");
            answers("operator", "/containerLogs/ns/p/c?tail=all", 200, "tail OptionalLong.empty");
            answers(
                    "operator",
                    "/containerLogs/ns/p/c?previous=true",
                    400,
                    "previous terminated container \"c\" in pod \"p\" not found");
            answers(
                    "operator",
                    "/containerLogs/ns/p/c?tailLines=x",
                    400,
                    "{\"message\": \"Unable to decode query.\"}");
            for (String bad :
                    List.of(
                            "tailLines=-1",
                            "limitBytes=0",
                            "stream=Stdout&tailLines=1",
                            "sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z")) {
                answers(
                        "operator",
                        "/containerLogs/ns/p/c?" + bad,
                        422,
                        "{\"message\": \"Invalid request.\"}");
            }
        }

        @Test
        void commandsNeedStreamsAndAContainer() throws Exception {
            answers(
                    "operator",
                    "/exec/ns/p/c?command=id",
                    400,
                    "you must specify at least 1 of stdin, stdout, stderr");
            answers(
                    "operator",
                    "/exec/ns/p/zz?command=id&output=1",
                    500,
                    "container not found (\"zz\")");
        }

        @Test
        void theMachineIsMeasuredWithoutAnyPod() throws Exception {
            String summary = ask("operator", "GET", "/stats/summary").body();
            assertThat(JsonMapper.shared().readTree(summary).at("/node/memory/usageBytes").asLong())
                    .isPositive();
            assertThat(ask("scraper", "GET", "/metrics/resource").body())
                    .contains("node_cpu_usage_seconds_total ", "resource_scrape_error 0");
            assertThat(ask("scraper", "GET", "/metrics").body())
                    .contains(
                            "kubelet_http_requests_total{", "kubelet_desired_pods{static=\"\"} 1");
        }
    }

    @Nested
    class Ports {
        @Test
        void aPortThatNobodyChoseIsAnotherWhenItIsTaken() throws Exception {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = taken.getLocalPort();
                try (NodeServer other = serve(new EndpointSettings("127.0.0.1", port, false))) {
                    assertThat(other.port()).isPositive().isNotEqualTo(port);
                }
                assertThatThrownBy(() -> serve(new EndpointSettings("127.0.0.1", port, true)))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(
                                "the node's API cannot listen on port %d of 127.0.0.1:"
                                        .formatted(port));
            }
        }
    }
}
