package dev.purser.controllers.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What expires at another time than it said first, by the example of events and bootstrap tokens.
class ExpiryTests {
    private static final String SYSTEM = "kube-system";

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventThatIsWrittenAgainLivesOn() {
        cluster.create(
                Resources.EVENTS,
                """
                {"metadata":{"namespace":"default","name":"e"},
                 "involvedObject":{"kind":"Pod","namespace":"default","name":"p"}}
                """);
        cluster.pass(Duration.ofMinutes(40));
        cluster.change(
                Resources.EVENTS,
                "e",
                event -> event.json().put("lastTimestamp", cluster.timers().instant().toString()));

        cluster.pass(Duration.ofMinutes(40));
        assertThat(cluster.find(Resources.EVENTS, "default", "e")).isPresent();

        cluster.pass(Duration.ofMinutes(21));
        cluster.await(() -> cluster.find(Resources.EVENTS, "default", "e").isEmpty());
    }

    @Test
    void whatComesToExpireSoonerGoesSooner() {
        cluster.create(
                Resources.SECRETS,
                """
                {"metadata":{"namespace":"kube-system","name":"t"},
                 "type":"bootstrap.kubernetes.io/token","data":{"expiration":"%s"}}
                """
                        .formatted(base64("2999-01-01T00:00:00Z")));
        cluster.pass(Duration.ofHours(1));
        var token = cluster.find(Resources.SECRETS, SYSTEM, "t").orElseThrow();

        token.json().withObject("/data").put("expiration", base64("2026-01-01T02:00:00Z"));
        cluster.api().update(Resources.SECRETS, token);

        cluster.pass(Duration.ofMinutes(50));
        assertThat(cluster.find(Resources.SECRETS, SYSTEM, "t")).isPresent();
        cluster.pass(Duration.ofMinutes(11));
        cluster.await(() -> cluster.find(Resources.SECRETS, SYSTEM, "t").isEmpty());
    }
}
