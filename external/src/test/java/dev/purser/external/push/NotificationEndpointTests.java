package dev.purser.external.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.api.status.StatusException;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.testing.ManualTimers;
import dev.purser.external.sync.Refresher;
import dev.purser.wire.metrics.MetricsText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotificationEndpointTests {
    private static final RefreshTarget STORE =
            new RefreshTarget(RefreshTarget.Kind.SECRET_STORE, "team", "vault");
    private static final RefreshTarget CLUSTER_STORE =
            new RefreshTarget(RefreshTarget.Kind.CLUSTER_SECRET_STORE, "", "vault");

    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final Stores stores = new Stores();
    private final NotificationEndpoint endpoint = new NotificationEndpoint(stores, timers);

    /// Both stores `vault`, with as many users as is said; the ExternalSecret `team/db`.
    private static final class Stores implements Refresher {
        private final List<String> woken = new ArrayList<>();
        private int users = 2;

        @Override
        public boolean refresh(String namespace, String name) {
            woken.add(namespace + "/" + name);
            return namespace.equals("team") && name.equals("db");
        }

        @Override
        public Optional<List<ObjectKey>> refreshStore(
                String kind, String namespace, String name, Optional<Set<String>> keys) {
            if (!name.equals("vault")) {
                return Optional.empty();
            }
            woken.add(
                    kind
                            + " "
                            + namespace
                            + " "
                            + keys.map(all -> all.stream().sorted().toList().toString())
                                    .orElse("all"));
            return Optional.of(
                    IntStream.range(0, users)
                            .mapToObj(number -> new ObjectKey("team", "es" + number))
                            .toList());
        }
    }

    private NotificationEndpoint.Reply send(RefreshTarget target, String body) {
        return endpoint.receive(
                target, new ReceivedNotification(_ -> "", body.getBytes(StandardCharsets.UTF_8)));
    }

    private StatusException refusal(RefreshTarget target, String body) {
        return catchThrowableOfType(StatusException.class, () -> send(target, body));
    }

    private String metrics() {
        MetricsText text = new MetricsText();
        endpoint.metrics().writeTo(text);
        return text.toString();
    }

    @Test
    void usersOfAStoreAreWokenAndNamed() {
        NotificationEndpoint.Reply reply = send(STORE, "{\"keys\":[\"b\",\"a\"]}");

        assertThat(stores.woken).containsExactly("SecretStore team [a, b]");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().path("kind").asString()).isEqualTo("Status");
        assertThat(reply.body().path("message").asString())
                .isEqualTo("2 ExternalSecrets are read anew");
        assertThat(reply.body().path("details").path("causes").toString())
                .contains("ExternalSecret team/es0", "ExternalSecret team/es1");
        assertThat(metrics()).contains("outcome=\"woken\"} 1\n");
    }

    @Test
    void usersOfAClusterStoreAreCountedOnly() {
        NotificationEndpoint.Reply reply = send(CLUSTER_STORE, "");

        assertThat(stores.woken).containsExactly("ClusterSecretStore  all");
        assertThat(reply.body().path("message").asString())
                .isEqualTo("2 ExternalSecrets are read anew");
        assertThat(reply.body().toString()).doesNotContain("es0");
    }

    @Test
    void anExternalSecretIsWokenWhateverTheNotificationNames() {
        RefreshTarget db = new RefreshTarget(RefreshTarget.Kind.EXTERNAL_SECRET, "team", "db");

        assertThat(send(db, "{\"keys\":[\"a\"]}").body().path("message").asString())
                .isEqualTo("1 ExternalSecret is read anew");
        assertThat(stores.woken).containsExactly("team/db");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        StatusException store =
                refusal(new RefreshTarget(RefreshTarget.Kind.SECRET_STORE, "team", "x"), "");
        assertThat(store.code()).isEqualTo(404);
        assertThat(store).hasMessage("secretstores.external-secrets.io \"x\" not found");
        RefreshTarget other = new RefreshTarget(RefreshTarget.Kind.EXTERNAL_SECRET, "other", "db");
        assertThat(refusal(other, "").code()).isEqualTo(404);
    }

    @Test
    void unknownFormsAreBadRequests() {
        assertThat(refusal(STORE, "{\"a\":1}").code()).isEqualTo(400);
        assertThat(refusal(STORE, " ".repeat(NotificationEndpoint.BODY_MAX) + "{").code())
                .isEqualTo(413);
        assertThat(stores.woken).isEmpty();
        assertThat(metrics()).contains("outcome=\"unknown_form\"} 1\n");
    }

    @Test
    void handshakesAreAnsweredAndWakeNobody() {
        NotificationEndpoint.Reply reply =
                send(
                        STORE,
                        """
                        [{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent",
                          "data":{"validationCode":"c0de"}}]
                        """);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().toString()).isEqualTo("{\"validationResponse\":\"c0de\"}");

        assertThat(
                        send(
                                        STORE,
                                        """
                                        {"Type":"SubscriptionConfirmation","Token":"23",
                                         "TopicArn":"arn:aws:sns:us-west-2:123456789012:T",
                                         "SubscribeURL":"http://127.0.0.1:1/"}
                                        """)
                                .body()
                                .path("message")
                                .asString())
                .contains("is not confirmed");
        assertThat(stores.woken).isEmpty();
    }

    @Test
    void aBurstIsWokenAtOnceAndThenTogether() {
        for (int number = 0; number < 300; number++) {
            assertThat(send(STORE, "{\"keys\":[\"k" + number + "\"]}").status()).isEqualTo(202);
        }
        int atOnce = stores.woken.size();
        assertThat(atOnce).isBetween(90, 100);
        stores.woken.clear();

        timers.advance(Duration.ofSeconds(1));

        assertThat(stores.woken).hasSize(1);
        assertThat(stores.woken.getFirst())
                .contains(" k" + atOnce + ",", " k299,")
                .doesNotContain(" k" + (atOnce - 1) + ",");
        timers.advance(Duration.ofSeconds(30));
        assertThat(send(STORE, "").body().path("message").asString())
                .isEqualTo("2 ExternalSecrets are read anew");
    }

    @Test
    void aStoreWithManyUsersIsNotReadAgainAndAgain() {
        stores.users = 10_000;
        send(STORE, "");
        for (int number = 0; number < 20; number++) {
            assertThat(send(STORE, "").body().path("message").asString())
                    .startsWith("too many notifications");
        }

        assertThat(stores.woken).hasSize(1);
        timers.advance(Duration.ofSeconds(1));
        assertThat(stores.woken).hasSize(2);
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aFloodIsRefusedForAWhile() {
        stores.users = 100_000;
        send(STORE, "");
        for (int number = 0; number < 1000; number++) {
            send(STORE, "");
        }

        StatusException refusal = refusal(STORE, "");
        assertThat(refusal.code()).isEqualTo(429);
        int seconds = refusal.details().orElseThrow().path("retryAfterSeconds").asInt();
        assertThat(seconds).isBetween(1, 60);
        assertThat(send(CLUSTER_STORE, "").status()).as("another store").isEqualTo(202);
        timers.advance(Duration.ofSeconds(seconds + 60L));
        stores.users = 1;
        timers.advance(Duration.ofSeconds(60));
        assertThat(send(STORE, "").status()).isEqualTo(202);
    }
}
