package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsBackend.Caller;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.SecretsClientContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The provider `kubernetes` against another Purser.
class KubernetesStoreContractTests extends SecretsClientContract {
    private static final String ACCOUNT = "{\"serviceAccount\": {\"name\": \"reader\"}}";
    private static final GroupVersionResource BINDINGS =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "rolebindings");

    private static RemotePurser remote;

    @BeforeAll
    static void start(@TempDir Path root) throws Exception {
        remote = new RemotePurser(root);
    }

    @AfterAll
    static void stop() {
        remote.close();
    }

    @Override
    protected SecretsBackend newBackend() {
        return remote.backend();
    }

    private static KubeObject secret(String name) {
        KubeObject secret =
                KubeObject.named(
                        new GroupVersionKind("", "v1", "Secret"), RemotePurser.NAMESPACE, name);
        secret.json().putObject("stringData").put("a.b", "dotted").put("json", "{\"c\":[1,2]}");
        secret.metadata().putObject("labels").put("app.kubernetes.io/name", "shop");
        secret.metadata().putObject("annotations").put("note", "{\"d\":\"deep\"}");
        return secret;
    }

    @Test
    void aServiceAccountOfThisClusterIsEnough() throws Exception {
        var _ = remote.api().create(RemotePurser.SECRETS, secret("own"));
        FixedCredentials credentials = remote.credentials();
        try (SecretsClient client = remote.open("{}", ACCOUNT, credentials)) {
            client.validate();
            assertThat(client.secret(RemoteKey.of("own").withProperty("a.b")).text())
                    .isEqualTo("dotted");
            assertThat(client.secret(RemoteKey.of("own").withProperty("json.c.1")).text())
                    .isEqualTo("2");
        }
        assertThat(credentials.issuedTokens()).isEqualTo(1);
    }

    @Test
    void metadataIsFetchedInTheFormsOfTheDocumentation() throws Exception {
        var _ = remote.api().create(RemotePurser.SECRETS, secret("described"));
        RemoteKey key = RemoteKey.of("described").withMetadata();
        try (SecretsClient client = remote.open("{}", ACCOUNT, remote.credentials())) {
            assertThat(client.secret(key).text())
                    .contains("\"labels\":{\"app.kubernetes.io/name\":\"shop\"}")
                    .contains("\"annotations\":{\"note\"");
            assertThat(client.secret(key.withProperty("labels")).text())
                    .isEqualTo("{\"app.kubernetes.io/name\":\"shop\"}");
            assertThat(client.secret(key.withProperty("labels.app.kubernetes.io/name")).text())
                    .isEqualTo("shop");
            assertThat(client.properties(key)).containsOnlyKeys("labels", "annotations");
        }
    }

    @Test
    void whoMayNotReadIsNotValid() throws Exception {
        try (SecretsClient powerless = remote.backend().open(Caller.POWERLESS)) {
            assertThat(catchThrowableOfType(ProviderException.class, powerless::validate).kind())
                    .isEqualTo(Kind.DENIED);
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() throws Exception {
        String server = "{\"url\": \"%s\"}".formatted(remote.address());
        String auth =
                "{\"token\": {\"bearerToken\": {\"name\": \"rightful\", \"key\": \"token\"}}}";
        try (SecretsClient client = remote.open(server, auth, remote.credentials())) {
            ProviderException refusal =
                    catchThrowableOfType(
                            ProviderException.class, () -> client.secret(RemoteKey.of("a")));
            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal.getMessage()).contains("TLS certificate");
        }
    }

    @Test
    void rightsThatAreTakenAwayAreMissedAtOnceAndFoundAgain() throws Exception {
        var _ = remote.api().create(RemotePurser.SECRETS, secret("guarded"));
        RemoteKey key = RemoteKey.of("guarded").withProperty("a.b");
        Api.ObjectRef binding = new Api.ObjectRef(BINDINGS, RemotePurser.NAMESPACE, "reader");
        try (SecretsClient client = remote.open("{}", ACCOUNT, remote.credentials())) {
            assertThat(client.secret(key).text()).isEqualTo("dotted");
            KubeObject kept = remote.api().get(BINDINGS, RemotePurser.NAMESPACE, binding.name());
            remote.api().delete(binding, DeleteOptions.defaults());
            try {
                ProviderException refusal =
                        catchThrowableOfType(ProviderException.class, () -> client.secret(key));
                assertThat(refusal.kind()).isEqualTo(Kind.DENIED);
                assertThat(refusal.getMessage()).contains("system:serviceaccount:far:reader");
            } finally {
                kept.metadata().remove("resourceVersion");
                kept.metadata().remove("uid");
                var _ = remote.api().create(BINDINGS, kept);
            }
            assertThat(client.secret(key).text()).isEqualTo("dotted");
        }
    }
}
