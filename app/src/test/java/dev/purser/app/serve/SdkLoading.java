package dev.purser.app.serve;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.client.Api;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A process of its own, whose log of loaded classes is looked at: before there is any store, and
/// after the first of each provider. Prints a line for each moment, `MOMENT SDK=CLASSES …`.
final class SdkLoading {
    static final Map<String, String> SDKS =
            new TreeMap<>(
                    Map.of(
                            "aws", "software.amazon.",
                            "azure", "com.azure.",
                            "vault", "io.github.jopenlibs."));

    private static final GroupVersionResource STORES =
            new GroupVersionResource("external-secrets.io", "v1", "secretstores");
    private static final Map<String, String> NOBODY_IS_CALLED =
            Map.of(
                    "AWS_SECRETSMANAGER_ENDPOINT", "http://127.0.0.1:1",
                    "AWS_STS_ENDPOINT", "http://127.0.0.1:1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path log;
    private final Api api;

    private SdkLoading(Path log, Api api) {
        this.log = log;
        this.api = api;
    }

    /// @param arguments the log of loaded classes, and a directory
    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[1]);
        DataDirectory directory = new DataDirectory(root.resolve("data"));
        directory.create();
        ServeSettings settings =
                new ServeSettings(
                                directory,
                                Instance.Mode.NO_NODE,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "test-host")
                        .withCustody(CustodySettings.inDirectory(root.resolve("keys")))
                        .withExternal(
                                new ExternalSettings(true, Map.of(), false, NOBODY_IS_CALLED));
        try (Purser purser = Purser.start(settings, Clock.systemUTC(), new SecureRandom())) {
            new SdkLoading(Path.of(arguments[0]), purser.adminApi()).run();
        }
    }

    private void run() throws Exception {
        awaitJudged("fake", "{\"fake\": {\"data\": [{\"key\": \"a\", \"value\": \"b\"}]}}");
        report("before");
        awaitJudged(
                "vault",
                """
                {"vault": {"server": "http://127.0.0.1:1", "path": "secret",
                           "auth": {"tokenSecretRef": {"name": "token", "key": "token"}}}}
                """);
        report("vault");
        awaitJudged(
                "aws",
                """
                {"aws": {"service": "SecretsManager", "region": "eu-central-1",
                         "auth": {"secretRef": {
                             "accessKeyIDSecretRef": {"name": "token", "key": "token"},
                             "secretAccessKeySecretRef": {"name": "token", "key": "token"}}}}}
                """);
        report("aws");
        awaitJudged(
                "azure",
                """
                {"azurekv": {"vaultUrl": "https://127.0.0.1:1", "tenantId": "tenant",
                             "authType": "ServicePrincipal",
                             "environmentType": "AzureStackCloud",
                             "customCloudConfig": {
                                 "activeDirectoryEndpoint": "https://127.0.0.1:1"},
                             "authSecretRef": {
                                 "clientId": {"name": "token", "key": "token"},
                                 "clientSecret": {"name": "token", "key": "token"}}}}
                """);
        report("azure");
    }

    /// Makes a store, and waits until its condition says what it is worth.
    private void awaitJudged(String name, String provider) throws Exception {
        create(name, provider);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (api.get(STORES, "default", name).status().path("conditions").isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nobody looks at the store " + name);
            }
            Thread.sleep(50);
        }
    }

    private void create(String name, String provider) throws InterruptedException {
        KubeObject secret =
                KubeObject.named(new GroupVersionKind("", "v1", "Secret"), "default", "token");
        secret.json().putObject("stringData").put("token", "none");
        KubeObject store =
                KubeObject.named(
                        new GroupVersionKind("external-secrets.io", "v1", "SecretStore"),
                        "default",
                        name);
        store.spec().set("provider", (ObjectNode) JsonMapper.shared().readTree(provider));
        tryCreate(new GroupVersionResource("", "v1", "secrets"), secret);
        tryCreate(STORES, store);
    }

    /// The kinds come a moment after the server.
    private void tryCreate(GroupVersionResource resource, KubeObject object)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var _ = api.create(resource, object);
                return;
            } catch (StatusException e) {
                if (e.code() == 409) {
                    return;
                }
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private void report(String moment) throws Exception {
        StringBuilder line = new StringBuilder(moment);
        List<String> loaded;
        try (Stream<String> lines = Files.lines(log)) {
            loaded = lines.toList();
        }
        SDKS.forEach((sdk, classes) ->
                line.append(' ')
                        .append(sdk)
                        .append('=')
                        .append(loaded.stream().filter(text -> text.startsWith(classes)).count()));
        System.out.println(line);
    }
}
