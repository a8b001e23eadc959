package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.client.Api;
import dev.purser.encryption.live.EncryptionSettings;
import dev.purser.store.Store;
import dev.purser.store.seal.SealedBy;
import dev.purser.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Purser whose EncryptionConfiguration changes from start to start.
class StoreEncryptionTests {
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final String SECRET_KEY = "/registry/secrets/default/s";
    private static final String CONFIG_MAP_KEY = "/registry/configmaps/default/c";
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir Path root;

    private DataDirectory directory;

    @BeforeEach
    void make() throws IOException {
        directory = new DataDirectory(root.resolve("data"));
        directory.create();
    }

    private Purser start(Optional<String> configuration)
            throws StartException, InterruptedException, IOException {
        Path file = root.resolve("encryption.yaml");
        if (configuration.isPresent()) {
            Files.writeString(file, configuration.get());
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServeSettings settings =
                new ServeSettings(directory, Instance.Mode.API_ONLY, address, "test-host")
                        .withCustody(CustodySettings.inDirectory(root.resolve("keys")))
                        .withEncryption(
                                new EncryptionSettings(
                                        configuration.map(_ -> file),
                                        EncryptionSettings.Reload.AT_START));
        return Purser.start(settings, Clock.systemUTC(), new SecureRandom());
    }

    private static String configuration(String resources, String provider) {
        return """
        kind: EncryptionConfiguration
        apiVersion: apiserver.config.k8s.io/v1
        resources:
        - resources: [%s]
          providers:
          - %s: {keys: [{name: k, secret: %s}]}
          - secretbox: {keys: [{name: k, secret: %s}]}
          - identity: {}
        """
                .formatted(resources, provider, KEY, KEY);
    }

    private static KubeObject object(String kind, String name) {
        KubeObject object = KubeObject.named(new GroupVersionKind("", "v1", kind), "default", name);
        object.json().putObject("data").put("key", "dmFsdWU=");
        return object;
    }

    private SealedBy sealedBy(String key) {
        try (Store store = SqliteStore.open(directory.store())) {
            return SealedBy.read(store.get(key).orElseThrow().value());
        }
    }

    private static String version(KubeObject object) {
        return object.metadata().path("resourceVersion").stringValue();
    }

    @Test
    void whatTheFileNamesIsEncryptedAndRenewedByAWriteThatChangesNothing() throws Exception {
        try (Purser purser = start(Optional.empty())) {
            purser.adminApi().create(SECRETS, object("Secret", "s"));
            purser.adminApi().create(CONFIG_MAPS, object("ConfigMap", "c"));
        }
        assertThat(sealedBy(SECRET_KEY).provider()).isEqualTo("aesgcm");
        assertThat(sealedBy(CONFIG_MAP_KEY)).isEqualTo(SealedBy.NOBODY);
        try (Purser purser = start(Optional.of(configuration("'*.'", "secretbox")))) {
            Api api = purser.adminApi();
            for (GroupVersionResource resource :
                    new GroupVersionResource[] {SECRETS, CONFIG_MAPS}) {
                String name = resource.equals(SECRETS) ? "s" : "c";
                KubeObject stale = api.get(resource, "default", name);
                KubeObject renewed = api.update(resource, stale);
                assertThat(version(renewed)).isNotEqualTo(version(stale));
                assertThat(version(api.update(resource, renewed))).isEqualTo(version(renewed));
            }
        }
        assertThat(sealedBy(SECRET_KEY)).isEqualTo(new SealedBy("secretbox", "k"));
        assertThat(sealedBy(CONFIG_MAP_KEY)).isEqualTo(new SealedBy("secretbox", "k"));
    }

    @Test
    void withoutItsFileAStoreIsNotOpenedAndTheUserIsTold() throws Exception {
        try (Purser purser = start(Optional.of(configuration("secrets", "aescbc")))) {
            purser.adminApi().create(SECRETS, object("Secret", "s"));
        }
        assertThat(sealedBy(SECRET_KEY)).isEqualTo(new SealedBy("aescbc", "k"));
        assertThatThrownBy(() -> start(Optional.empty()))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "cannot open the store: "
                                + SECRET_KEY
                                + " is encrypted with aescbc k, which is not among the keys given:")
                .hasMessageEndingWith(
                        "--encryption-provider-config before, it still needs that file");
        try (Purser purser = start(Optional.of(configuration("configmaps", "aescbc")))) {
            assertThat(purser.adminApi().get(SECRETS, "default", "s").name()).isEqualTo("s");
        }
    }

    @Test
    void aFileThatIsNotValidIsRefusedAndTheStoreGivenBack() throws Exception {
        assertThatThrownBy(() -> start(Optional.of("kind: EncryptionConfiguration")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("--encryption-provider-config: error while parsing file: ");
        start(Optional.empty()).close();
    }
}
