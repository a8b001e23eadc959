package dev.purser.controllers.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenSecretControllerTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void secret(String account) {
        cluster.create(
                Resources.SECRETS,
                """
                {"metadata":{"namespace":"default","name":"s","annotations":{"kubernetes.io/service-account.name":"%s"}},
                 "type":"kubernetes.io/service-account-token"}
                """
                        .formatted(account));
    }

    private Optional<KubeObject> secret() {
        return cluster.find(Resources.SECRETS, "default", "s");
    }

    private String value(String key) {
        String encoded = secret().orElseThrow().json().path("data").path(key).asString("");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    @Test
    void fillsTheSecretOfAnAccount() {
        secret("default");

        cluster.awaitThat(() -> assertThat(value("token")).isEqualTo("token-of-default"));

        assertThat(value("namespace")).isEqualTo("default");
        assertThat(value("ca.crt")).isEqualTo(Cluster.CERTIFICATE);
        assertThat(secret().orElseThrow().annotations())
                .containsKey("kubernetes.io/service-account.uid");
    }

    @Test
    void deletesTheSecretOfAnAccountThatIsNotThere() {
        secret("nobody");

        cluster.await(() -> secret().isEmpty());
    }

    @Test
    void deletesTheSecretWithItsAccount() {
        cluster.create(
                Resources.SERVICE_ACCOUNTS,
                "{\"metadata\":{\"namespace\":\"default\",\"name\":\"robot\"}}");
        secret("robot");
        cluster.awaitThat(() -> assertThat(value("token")).isEqualTo("token-of-robot"));

        cluster.delete(Resources.SERVICE_ACCOUNTS, "default", "robot");

        cluster.await(() -> secret().isEmpty());
    }
}
