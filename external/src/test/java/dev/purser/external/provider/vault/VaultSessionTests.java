package dev.purser.external.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.client.testing.ManualTimers;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.provider.vault.StandInVault.Answer;
import dev.purser.external.provider.vault.StandInVault.Asked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of tokens as time goes by.
class VaultSessionTests {
    private static final String LOGIN = "/v1/auth/approle/login";
    private static final String RENEW = "/v1/auth/token/renew-self";
    private static final String REVOKE = "/v1/auth/token/revoke-self";
    private static final String LOOK_UP = "/v1/auth/token/lookup-self";
    private static final String READ = "/v1/secret/data/app";

    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final AtomicInteger logins = new AtomicInteger();
    private final Set<String> good = new ConcurrentSkipListSet<>(Set.of("static-token"));
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    /// Which can be changed while the server runs.
    private volatile boolean renewable = true;

    private volatile int renewedSeconds = 90;
    private volatile boolean mayRead = true;
    private volatile boolean mayLookUp = true;
    private volatile boolean saysInvalid = true;
    private volatile Answer refusedLogin = Answer.of("");

    private StandInVault vault;

    @BeforeEach
    void start() throws IOException {
        vault = new StandInVault(this::answer);
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private Answer answer(Asked asked) {
        if (asked.uri().equals(LOGIN)) {
            return login();
        }
        String token = asked.header("X-vault-token");
        if (!good.contains(token)) {
            return Answer.errors(
                    403, saysInvalid ? "permission denied, invalid token" : "permission denied");
        }
        return switch (asked.uri()) {
            case RENEW -> Answer.token(token, renewedSeconds, true);
            case REVOKE -> {
                good.remove(token);
                revoked.add(token);
                yield new Answer(204, "");
            }
            case LOOK_UP ->
                    mayLookUp
                            ? Answer.of("{\"data\": {\"ttl\": 1, \"policies\": []}}")
                            : Answer.deniedByPolicy();
            default ->
                    mayRead ? Answer.value("{\"by\": \"" + token + "\"}") : Answer.deniedByPolicy();
        };
    }

    private Answer login() {
        int number = logins.incrementAndGet();
        if (!refusedLogin.body().isEmpty()) {
            return refusedLogin;
        }
        good.add("token-" + number);
        return Answer.token("token-" + number, 90, renewable);
    }

    private SecretsClient open() throws ProviderException {
        return StandInVault.open(vault.storeWithRole(), timers);
    }

    private static String reader(SecretsClient client)
            throws ProviderException, InterruptedException {
        return client.secret(RemoteKey.of("app").withProperty("by")).text();
    }

    private static ProviderException refusal(SecretsClient client) {
        return catchThrowableOfType(ProviderException.class, () -> reader(client));
    }

    @Test
    void nobodyIsAskedBeforeTheFirstQuestion() throws Exception {
        open().close();

        assertThat(vault.asked()).isEmpty();
    }

    @Test
    void oneLoginServesManyReaders() throws Exception {
        try (SecretsClient client = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> readers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                readers.add(threads.submit(() -> reader(client)));
            }
            for (Future<String> reader : readers) {
                assertThat(reader.get()).isEqualTo("token-1");
            }
        }
        assertThat(logins).hasValue(1);
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() throws Exception {
        try (SecretsClient client = open()) {
            reader(client);
            timers.advance(Duration.ofSeconds(59));
            reader(client);
            assertThat(vault.times(RENEW)).isZero();

            timers.advance(Duration.ofSeconds(1));
            assertThat(reader(client)).isEqualTo("token-1");
            assertThat(vault.times(RENEW)).isOne();

            timers.advance(Duration.ofSeconds(59));
            reader(client);
            assertThat(vault.times(RENEW)).isOne();
        }
        assertThat(logins).hasValue(1);
    }

    @Test
    void aTokenWhoseRenewalsGiveLittleIsReplacedAndRevoked() throws Exception {
        try (SecretsClient client = open()) {
            reader(client);
            renewedSeconds = 20;
            timers.advance(Duration.ofSeconds(60));

            assertThat(reader(client)).isEqualTo("token-2");
            assertThat(revoked).containsExactly("token-1");
        }
    }

    @Test
    void aTokenThatCannotBeRenewedIsReplaced() throws Exception {
        renewable = false;
        try (SecretsClient client = open()) {
            reader(client);
            timers.advance(Duration.ofSeconds(60));

            assertThat(reader(client)).isEqualTo("token-2");
            assertThat(vault.times(RENEW)).isZero();
        }
    }

    @Test
    void aTokenThatIsOverIsNeitherRenewedNorRevoked() throws Exception {
        try (SecretsClient client = open()) {
            reader(client);
            good.remove("token-1");
            timers.advance(Duration.ofSeconds(91));

            assertThat(reader(client)).isEqualTo("token-2");
            assertThat(vault.times(RENEW) + vault.times(REVOKE)).isZero();
        }
    }

    @Test
    void aTokenThatIsRefusedIsReplacedAndTheQuestionRepeated() throws Exception {
        try (SecretsClient client = open()) {
            reader(client);
            good.remove("token-1");

            assertThat(reader(client)).isEqualTo("token-2");
            assertThat(vault.times(LOOK_UP)).isZero();
        }
    }

    @Test
    void anOlderServerThatDoesNotSayWhyIsAskedAboutTheToken() throws Exception {
        saysInvalid = false;
        try (SecretsClient client = open()) {
            reader(client);
            good.remove("token-1");

            assertThat(reader(client)).isEqualTo("token-2");
            assertThat(vault.times(LOOK_UP)).isOne();
        }
    }

    @Test
    void aDenialByPolicyKeepsTheToken() throws Exception {
        mayRead = false;
        try (SecretsClient client = open()) {
            ProviderException refusal = refusal(client);

            assertThat(refusal.kind()).isEqualTo(Kind.DENIED);
            assertThat(refusal)
                    .hasMessageContaining("secret/data/app")
                    .hasMessageContaining("must allow \"read\"");
        }
        assertThat(logins).hasValue(1);
    }

    @Test
    void aDenialStaysADenialAfterAnotherLogin() throws Exception {
        mayRead = false;
        mayLookUp = false;
        try (SecretsClient client = open()) {
            assertThat(refusal(client).kind()).isEqualTo(Kind.DENIED);
        }
        assertThat(logins).hasValue(2);
    }

    @Test
    void aTokenThatMayNotLookItselfUpIsValidIfItWasJustMade() throws Exception {
        mayLookUp = false;
        try (SecretsClient client = open()) {
            client.validate();
        }
        try (SecretsClient client = StandInVault.open(vault.storeWithToken(), timers)) {
            ProviderException refusal =
                    catchThrowableOfType(ProviderException.class, client::validate);
            assertThat(refusal.kind()).isEqualTo(Kind.DENIED);
        }
    }

    @Test
    void aServerThatDoesNotSayWhyIsAskedAboutSomebodyElsesToken() throws Exception {
        saysInvalid = false;
        good.clear();
        try (SecretsClient client = StandInVault.open(vault.storeWithToken(), timers)) {
            ProviderException refusal = refusal(client);

            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal).hasMessageContaining("expired");
            assertThat(vault.times(LOOK_UP)).isOne();
            assertThat(catchThrowableOfType(ProviderException.class, client::validate).kind())
                    .isEqualTo(Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void whatAPolicyDeniesSomebodyElsesTokenIsNoRefusalOfTheToken() throws Exception {
        mayRead = false;
        mayLookUp = false;
        try (SecretsClient client = StandInVault.open(vault.storeWithToken(), timers)) {
            ProviderException refusal = refusal(client);

            assertThat(refusal.kind()).isEqualTo(Kind.DENIED);
            assertThat(refusal).hasMessageContaining("must allow \"read\"");
        }
    }

    @Test
    void somebodyElsesTokenIsNeitherReplacedNorRevoked() throws Exception {
        try (SecretsClient client = StandInVault.open(vault.storeWithToken(), timers)) {
            assertThat(reader(client)).isEqualTo("static-token");
            timers.advance(Duration.ofDays(400));
            assertThat(reader(client)).isEqualTo("static-token");
            good.clear();
            assertThat(refusal(client).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        }
        assertThat(vault.asked()).extracting(Asked::uri).containsOnly(READ);
    }

    @Test
    void aLoginThatFailsIsTriedAgainByTheNextReader() throws Exception {
        refusedLogin = Answer.errors(400, "invalid role or secret ID secret-id");
        try (SecretsClient client = open()) {
            ProviderException refusal = refusal(client);
            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal)
                    .hasMessageContaining("auth/approle (400: invalid role or secret ID (hidden))");

            refusedLogin = Answer.of("");
            assertThat(reader(client)).isEqualTo("token-2");
        }
    }

    @Test
    void readersThatWaitForALoginShareItsFailure() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (StandInVault slow =
                        new StandInVault(_ -> {
                            asked.incrementAndGet();
                            awaitUninterrupted(held);
                            return Answer.errors(400, "no");
                        });
                SecretsClient client = StandInVault.open(slow.storeWithRole(), timers);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Thread> readers = new ArrayList<>();
            List<Future<ProviderException>> refusals = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                refusals.add(
                        threads.submit(() -> {
                            synchronized (readers) {
                                readers.add(Thread.currentThread());
                            }
                            return refusal(client);
                        }));
            }
            awaitWaiting(readers, 5);
            held.countDown();
            for (Future<ProviderException> refusal : refusals) {
                assertThat(refusal.get().kind()).isEqualTo(Kind.UNAUTHENTICATED);
            }
        }
        assertThat(asked).hasValue(1);
    }

    private static void awaitWaiting(List<Thread> threads, int count) throws InterruptedException {
        long end = System.nanoTime() + StandInVault.ANSWER_MAX.dividedBy(2).toNanos();
        boolean waiting = false;
        while (!waiting) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
            synchronized (threads) {
                waiting =
                        threads.size() == count
                                && threads.stream()
                                        .allMatch(thread ->
                                                thread.getState() == Thread.State.WAITING
                                                        || thread.getState()
                                                                == Thread.State.TIMED_WAITING);
            }
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theStoresOwnTokenEndsWithIt() throws Exception {
        SecretsClient client = open();
        reader(client);
        client.close();
        client.close();

        assertThat(revoked).containsExactly("token-1");
        assertThat(vault.times(REVOKE)).isOne();
        assertThat(refusal(client).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void closingFailsNeverEvenIfTheServerIsGone() throws Exception {
        SecretsClient client = open();
        reader(client);
        vault.close();

        client.close();
    }

    @Test
    void closingDoesNotWaitLongForAServerThatIsSilent() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (StandInVault silent =
                new StandInVault(asked -> {
                    if (asked.uri().equals(REVOKE)) {
                        awaitUninterrupted(over);
                    }
                    return asked.uri().equals(LOGIN)
                            ? Answer.token("t", 60, true)
                            : Answer.value("{\"by\": \"t\"}");
                })) {
            SecretsClient client =
                    new VaultProvider(timers, Duration.ofSeconds(5), Duration.ofMinutes(5))
                            .open(
                                    new StoreConfig(
                                            "apps",
                                            "vault",
                                            silent.storeWithRole(),
                                            new FixedCredentials().withSecret("vault", "id", "x")));
            reader(client);
            long begun = System.nanoTime();

            client.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(30));
            over.countDown();
        }
    }
}
