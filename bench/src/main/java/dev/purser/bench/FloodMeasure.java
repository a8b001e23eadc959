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
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

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

    /// New connections are not what is measured.
    private static final Duration UNTIL_CONNECTED = Duration.ofSeconds(5);

    private final Api admin;
    private final Connection connection;
    private final Path kubeconfig;
    private final int rounds;
    private final Consumer<Figures> report;
    private final Consumer<String> note;

    FloodMeasure(
            Api admin,
            Connection connection,
            Path kubeconfig,
            int rounds,
            Consumer<Figures> report,
            Consumer<String> note) {
        this.admin = admin;
        this.kubeconfig = kubeconfig;
        this.rounds = rounds;
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
        String token = account("bench-flood");
        try (RemoteApi quiet = new RemoteApi(as(account("bench-quiet")))) {
            quiet("warming up", quiet, "w");
            quiet("alone", quiet, "a");
            FloodProcess flood = FloodProcess.start(kubeconfig, LISTS_AT_ONCE, token);
            try {
                Thread.sleep(UNTIL_CONNECTED);
                quiet("beside " + LISTS_AT_ONCE + " lists", quiet, "b");
            } finally {
                note.accept(flood.end());
            }
        }
    }

    private Connection as(String token) {
        return new Connection(
                connection.server(), connection.certificateAuthority(), Credential.bearer(token));
    }

    private void quiet(String when, Api api, String prefix) throws Exception {
        report.accept(
                Load.run(
                        "get " + when,
                        1,
                        rounds,
                        number -> api.get(CONFIG_MAPS, NAMESPACE, name("f", number))));
        report.accept(
                Load.run(
                        "create " + when,
                        1,
                        rounds,
                        number -> api.create(CONFIG_MAPS, configMap(prefix, number))));
        Load.run(
                "delete",
                4,
                rounds,
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
