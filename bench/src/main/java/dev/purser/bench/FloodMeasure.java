package dev.purser.bench;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Credential;
import dev.purser.client.remote.RemoteApi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What one client's flood of lists does to another client, both ordinary service accounts.
final class FloodMeasure {
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final GroupVersionResource ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");
    private static final GroupVersionResource BINDINGS =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings");
    private static final String NAMESPACE = "default";
    private static final int OBJECTS = 500;
    private static final int LISTS_AT_ONCE = 300;
    private static final int ROUNDS = 100;
    private static final int OK = 200;
    private static final Duration PAUSE_WHEN_REFUSED = Duration.ofSeconds(1);

    private final Api admin;
    private final Connection connection;
    private final Consumer<Figures> report;
    private final Consumer<String> note;

    FloodMeasure(
            Api admin, Connection connection, Consumer<Figures> report, Consumer<String> note) {
        this.admin = admin;
        this.connection = connection;
        this.report = report;
        this.note = note;
    }

    void run() throws Exception {
        Load.run(
                "objects",
                16,
                OBJECTS,
                number -> admin.create(CONFIG_MAPS, configMap("f", number)));
        HttpRequest listing = listing(account("bench-flood"));
        try (RemoteApi quiet = new RemoteApi(as(account("bench-quiet")));
                HttpClient http =
                        HttpClient.newBuilder()
                                .sslContext(trusting(connection.certificateAuthority()))
                                .build()) {
            quiet("alone", quiet, "a");
            AtomicBoolean over = new AtomicBoolean();
            LongAdder[] counts = {new LongAdder(), new LongAdder()};
            try (ExecutorService floods = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int number = 0; number < LISTS_AT_ONCE; number++) {
                    var _ = floods.submit(() -> list(http, listing, over, counts));
                }
                Thread.sleep(2000);
                quiet("beside " + LISTS_AT_ONCE + " lists", quiet, "b");
                over.set(true);
                floods.shutdownNow();
            }
            note.accept(
                    "lists answered: " + counts[0].sum() + ", not answered: " + counts[1].sum());
        }
    }

    private static SSLContext trusting(String authorityPem)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        authorityPem.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private Connection as(String token) {
        return new Connection(
                connection.server(), connection.certificateAuthority(), Credential.bearer(token));
    }

    /// Lists without looking at what comes, so that the flood costs the server more than itself.
    private static void list(
            HttpClient http, HttpRequest request, AtomicBoolean over, LongAdder[] counts) {
        while (!over.get()) {
            try {
                int status =
                        http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                counts[status == OK ? 0 : 1].increment();
                if (status != OK) {
                    Thread.sleep(PAUSE_WHEN_REFUSED);
                }
            } catch (IOException e) {
                counts[1].increment();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private HttpRequest listing(String token) {
        return HttpRequest.newBuilder(
                        connection.server().resolve("/api/v1/namespaces/default/configmaps"))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private void quiet(String when, Api api, String prefix) throws Exception {
        report.accept(
                Load.run(
                        "get " + when,
                        1,
                        ROUNDS,
                        number -> api.get(CONFIG_MAPS, NAMESPACE, name("f", number))));
        report.accept(
                Load.run(
                        "create " + when,
                        1,
                        ROUNDS,
                        number -> api.create(CONFIG_MAPS, configMap(prefix, number))));
        Load.run(
                "delete",
                4,
                ROUNDS,
                number ->
                        admin.delete(
                                new ObjectRef(CONFIG_MAPS, NAMESPACE, name(prefix, number)),
                                DeleteOptions.defaults()));
    }

    /// The token of a new service account that may do everything, without being of
    /// `system:masters`.
    private String account(String name) {
        admin.create(
                ACCOUNTS,
                KubeObject.named(
                        new GroupVersionKind("", "v1", "ServiceAccount"), NAMESPACE, name));
        KubeObject binding =
                KubeObject.named(
                        new GroupVersionKind(
                                "rbac.authorization.k8s.io", "v1", "ClusterRoleBinding"),
                        "",
                        name);
        binding.json()
                .putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "ClusterRole")
                .put("name", "cluster-admin");
        binding.json()
                .putArray("subjects")
                .addObject()
                .put("kind", "ServiceAccount")
                .put("namespace", NAMESPACE)
                .put("name", name);
        admin.create(BINDINGS, binding);
        KubeObject request =
                KubeObject.named(
                        new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"),
                        NAMESPACE,
                        name);
        return admin.createSubresource(new ObjectRef(ACCOUNTS, NAMESPACE, name), "token", request)
                .status()
                .path("token")
                .asString("");
    }

    private static KubeObject configMap(String prefix, int number) {
        KubeObject object =
                KubeObject.named(
                        new GroupVersionKind("", "v1", "ConfigMap"),
                        NAMESPACE,
                        name(prefix, number));
        object.json().withObject("/data").put("value", "x".repeat(1000));
        return object;
    }

    private static String name(String prefix, int number) {
        return "bench-flood-" + prefix + "-" + number;
    }
}
