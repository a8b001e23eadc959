package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.client.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Stores that tell of their changes, through a whole server: nobody waits for an interval, which
/// is of an hour here.
class ExternalChangesTests {
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path root;

    private Path files;
    private Purser purser;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        files = Files.createDirectory(root.resolve("files"));
        DataDirectory directory = new DataDirectory(root.resolve("data"));
        directory.create();
        ExternalSettings external =
                new ExternalSettings(
                        true,
                        Map.of(
                                "shared", new ExternalSettings.Directory(files, Set.of()),
                                "kept", new ExternalSettings.Directory(files, Set.of("other"))),
                        false,
                        Map.of());
        ServeSettings settings =
                new ServeSettings(
                                directory,
                                Instance.Mode.NO_NODE,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "test-host")
                        .withCustody(CustodySettings.inDirectory(root.resolve("keys")))
                        .withExternal(external);
        purser = Purser.start(settings, Clock.systemUTC(), new SecureRandom());
        api = purser.adminApi();
    }

    @AfterEach
    void stop() {
        purser.close();
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void await(String what, Check check) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("%s", what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static GroupVersionResource external(String resource) {
        return new GroupVersionResource("external-secrets.io", "v1", resource);
    }

    /// The kinds come a moment after the server.
    private void create(GroupVersionResource resource, String kind, String name, String spec)
            throws Exception {
        KubeObject object =
                KubeObject.named(
                        new GroupVersionKind(resource.group(), resource.version(), kind),
                        "default",
                        name);
        object.json().setAll((ObjectNode) JsonMapper.shared().readTree(spec));
        await(
                "a place for " + kind,
                () -> {
                    try {
                        var _ = api.create(resource, object);
                        return true;
                    } catch (StatusException e) {
                        if (e.code() != 404) {
                            throw e;
                        }
                        return false;
                    }
                });
    }

    private void createStore(String name, String provider) throws Exception {
        create(
                external("secretstores"),
                "SecretStore",
                name,
                "{\"spec\": {\"provider\": %s}}".formatted(provider));
    }

    private void createExternalSecret(String name, String store, String data) throws Exception {
        create(
                external("externalsecrets"),
                "ExternalSecret",
                name,
                """
                {"spec": {"refreshInterval": "1h",
                          "secretStoreRef": {"name": "%s", "kind": "SecretStore"}, %s}}
                """
                        .formatted(store, data));
    }

    private void replace(String file, String value) throws IOException {
        Path whole = Files.writeString(root.resolve("new"), value);
        var _ =
                Files.move(
                        whole,
                        files.resolve(file),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
    }

    private String value(String secret, String key) {
        try {
            String data =
                    api.get(SECRETS, "default", secret).json().path("data").path(key).asString("");
            return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (StatusException e) {
            return "";
        }
    }

    @Test
    void aFileThatChangesIsInTheSecretAtOnce() throws Exception {
        replace("password", "first");
        createStore("files", "{\"directory\": {\"name\": \"shared\"}}");
        createExternalSecret(
                "app",
                "files",
                "\"data\": [{\"secretKey\": \"p\", \"remoteRef\": {\"key\": \"password\"}}]");
        createExternalSecret(
                "all", "files", "\"dataFrom\": [{\"find\": {\"name\": {\"regexp\": \".*\"}}}]");
        await("the first value", () -> value("app", "p").equals("first"));
        await("what is found", () -> value("all", "password").equals("first"));

        replace("password", "second");
        replace("more", "new");

        await("the second value", () -> value("app", "p").equals("second"));
        await("what is found then", () -> value("all", "more").equals("new"));
        await("both", () -> value("all", "password").equals("second"));
    }

    @Test
    void aDirectoryOfOtherNamespacesIsRefused() throws Exception {
        replace("password", "hidden-value");
        createStore("foreign", "{\"directory\": {\"name\": \"kept\"}}");
        createExternalSecret(
                "app",
                "foreign",
                "\"data\": [{\"secretKey\": \"p\", \"remoteRef\": {\"key\": \"password\"}}]");

        await(
                "a refusal",
                () -> {
                    String status =
                            api.get(external("secretstores"), "default", "foreign")
                                    .status()
                                    .toString();
                    return status.contains("shares no directory");
                });
        await(
                "a refusal",
                () -> {
                    String status =
                            api.get(external("externalsecrets"), "default", "app")
                                    .status()
                                    .toString();
                    return status.contains("SecretSyncedError");
                });
        assertThat(value("app", "p")).isEmpty();
    }

    @Test
    void aSecretOfAnotherNamespaceThatChangesIsInTheSecretAtOnce() throws Exception {
        String role =
                """
                {"rules": [{"apiGroups": [""], "resources": ["secrets"],
                            "verbs": ["get", "list", "watch"]}]}
                """;
        String binding =
                """
                {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role",
                             "name": "reader"},
                 "subjects": [{"kind": "ServiceAccount", "name": "reader",
                               "namespace": "default"}]}
                """;
        String rbac = "rbac.authorization.k8s.io";
        create(
                new GroupVersionResource("", "v1", "serviceaccounts"),
                "ServiceAccount",
                "reader",
                "{}");
        create(new GroupVersionResource(rbac, "v1", "roles"), "Role", "reader", role);
        create(
                new GroupVersionResource(rbac, "v1", "rolebindings"),
                "RoleBinding",
                "reader",
                binding);
        create(SECRETS, "Secret", "source", "{\"stringData\": {\"password\": \"first\"}}");
        createStore(
                "here",
                """
                {"kubernetes": {"remoteNamespace": "default",
                                "auth": {"serviceAccount": {"name": "reader"}}}}
                """);
        createExternalSecret("app", "here", "\"dataFrom\": [{\"extract\": {\"key\": \"source\"}}]");
        await("the first value", () -> value("app", "password").equals("first"));

        KubeObject source = api.get(SECRETS, "default", "source");
        source.json().putObject("stringData").put("password", "second");
        var _ = api.update(SECRETS, source);

        await("the second value", () -> value("app", "password").equals("second"));
    }
}
