package dev.purser.controllers.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bootstrap tokens that have expired are removed; other Secrets stay.
class TokenCleanerTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void secret(String name, String type, String expiration) {
        String encoded =
                Base64.getEncoder().encodeToString(expiration.getBytes(StandardCharsets.UTF_8));
        cluster.create(
                Resources.SECRETS,
                "{\"metadata\":{\"namespace\":\"kube-system\",\"name\":\"%s\"},\"type\":\"%s\",\"data\":{\"expiration\":\"%s\"}}"
                        .formatted(name, type, encoded));
    }

    @Test
    void onlyWhatHasExpiredGoes() {
        String bootstrap = "bootstrap.kubernetes.io/token";
        secret("fresh", bootstrap, "2999-01-01T00:00:00Z");
        secret("lasting", bootstrap, "");
        secret("opaque", "Opaque", "2001-01-01T00:00:00Z");
        secret("old", bootstrap, "2001-01-01T00:00:00Z");
        secret("unreadable", bootstrap, "soon");

        cluster.await(() -> cluster.find(Resources.SECRETS, "kube-system", "old").isEmpty());
        cluster.await(() -> cluster.find(Resources.SECRETS, "kube-system", "unreadable").isEmpty());

        assertThat(cluster.find(Resources.SECRETS, "kube-system", "fresh")).isPresent();
        assertThat(cluster.find(Resources.SECRETS, "kube-system", "lasting")).isPresent();
        assertThat(cluster.find(Resources.SECRETS, "kube-system", "opaque")).isPresent();
    }
}
