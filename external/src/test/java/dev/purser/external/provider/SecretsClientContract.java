package dev.purser.external.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.SecretsBackend.Ability;
import dev.purser.external.provider.SecretsBackend.Caller;
import dev.purser.external.secret.SecretValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What every provider's [SecretsClient] does. A provider's tests extend this and say how to fill
/// its server. A test of what the server cannot do is skipped.
public abstract class SecretsClientContract {
    /// Is part of every value, and so must be part of no message.
    protected static final String CANARY = "canary-5d1f0c";

    private static final AtomicInteger RUN = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OBJECT =
            """
            {"user": "admin-%1$s", "on": true, "count": 42,
             "tls.crt": "certificate-%1$s",
             "db": {"password": "inner-%1$s", "port": 5432, "deep": {"name": "%1$s"}},
             "hosts": ["a-%1$s", "b-%1$s"]}
            """
                    .formatted(CANARY);

    private final String prefix = "contract-%x-%d".formatted(System.nanoTime(), RUN.get());
    private SecretsBackend backend;
    private SecretsClient client;

    /// The server, with nothing in it that begins with `contract-`; closed after each test.
    protected abstract SecretsBackend newBackend() throws Exception;

    @BeforeEach
    void open(TestInfo test) throws Exception {
        var _ = RUN.incrementAndGet();
        backend = newBackend();
        client = backend.open(Caller.RIGHTFUL);
        Needs needs = test.getTestMethod().orElseThrow().getAnnotation(Needs.class);
        if (needs != null && !can(needs.value())) {
            Assumptions.abort("this backend is without " + needs.value());
        }
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        if (backend != null) {
            backend.close();
        }
    }

    private boolean can(Ability ability) {
        return ability == Ability.CHANGES
                ? client instanceof ChangeSource
                : backend.abilities().contains(ability);
    }

    private String key(String name) {
        return prefix + "-" + name;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private RemoteKey put(String name, String value) throws Exception {
        return backend.put(key(name), bytes(value));
    }

    private RemoteKey putObject(String name) throws Exception {
        backend.putObject(key(name), (ObjectNode) JsonMapper.shared().readTree(OBJECT));
        return RemoteKey.of(key(name));
    }

    private String read(RemoteKey key) throws Exception {
        return client.secret(key).text();
    }

    private static Map<String, String> texts(Map<String, SecretValue> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text()));
    }

    /// What a call is refused with, once it is sure that the refusal shows no value.
    private static ProviderException refusal(ThrowingCallable call) {
        try {
            call.call();
        } catch (ProviderException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain(CANARY);
            assertThat(e.toString()).doesNotContain(CANARY);
            return e;
        } catch (Throwable e) {
            throw new AssertionError("not a refusal in the provider's words", e);
        }
        throw new AssertionError("was not refused");
    }

    private void assertRefused(Kind kind, ThrowingCallable call) {
        ProviderException refusal = refusal(call);
        assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(kind);
    }

    @Test
    void aKeyGivesItsValue() throws Exception {
        RemoteKey key = put("plain", "value-" + CANARY);

        assertThat(read(key)).isEqualTo("value-" + CANARY);
    }

    @Test
    void aKeyGivesItsNewestValue() throws Exception {
        RemoteKey key = put("changed", "first-" + CANARY);
        assertThat(read(key)).isEqualTo("first-" + CANARY);

        RemoteKey again = put("changed", "second-" + CANARY);

        assertThat(read(again)).isEqualTo("second-" + CANARY);
    }

    @Test
    void anObjectIsGivenAsJson() throws Exception {
        RemoteKey key = putObject("whole");

        ObjectNode whole = (ObjectNode) JsonMapper.shared().readTree(read(key));

        assertThat(whole.propertyNames())
                .containsExactlyInAnyOrder("user", "on", "count", "tls.crt", "db", "hosts");
        assertThat(whole.path("user").asString()).isEqualTo("admin-" + CANARY);
    }

    @Test
    void aPropertyIsGivenAlone() throws Exception {
        RemoteKey key = putObject("property");

        assertThat(read(key.withProperty("user"))).isEqualTo("admin-" + CANARY);
        assertThat(read(key.withProperty("on"))).isEqualTo("true");
        assertThat(read(key.withProperty("count"))).isEqualTo("42");
    }

    @Test
    void aPropertyMayHaveADotInItsName() throws Exception {
        RemoteKey key = putObject("dotted");

        assertThat(read(key.withProperty("tls.crt"))).isEqualTo("certificate-" + CANARY);
    }

    @Test
    void aPropertyMayBeDeepWithin() throws Exception {
        RemoteKey key = putObject("nested");

        assertThat(read(key.withProperty("db.password"))).isEqualTo("inner-" + CANARY);
        assertThat(read(key.withProperty("db.port"))).isEqualTo("5432");
        assertThat(read(key.withProperty("db.deep.name"))).isEqualTo(CANARY);
        assertThat(read(key.withProperty("hosts.1"))).isEqualTo("b-" + CANARY);
    }

    @Test
    void aPropertyThatIsAnObjectIsGivenAsJson() throws Exception {
        RemoteKey key = putObject("object");

        assertThat(JsonMapper.shared().readTree(read(key.withProperty("db"))))
                .isEqualTo(JsonMapper.shared().readTree(OBJECT).path("db"));
    }

    @Test
    void aMissingKeyIsNotFound() {
        assertRefused(Kind.NOT_FOUND, () -> client.secret(RemoteKey.of(key("missing"))));
        assertRefused(Kind.NOT_FOUND, () -> client.properties(RemoteKey.of(key("missing"))));
    }

    @Test
    void aDeletedKeyIsNotFound() throws Exception {
        RemoteKey key = put("deleted", "value-" + CANARY);
        assertThat(read(key)).isEqualTo("value-" + CANARY);

        backend.delete(key("deleted"));

        assertRefused(Kind.NOT_FOUND, () -> client.secret(key));
    }

    @Test
    void aMissingPropertyIsNotFound() throws Exception {
        RemoteKey key = putObject("without");

        assertRefused(Kind.NOT_FOUND, () -> client.secret(key.withProperty("missing")));
        assertRefused(Kind.NOT_FOUND, () -> client.secret(key.withProperty("db.missing")));
        assertRefused(Kind.NOT_FOUND, () -> client.secret(key.withProperty("user.missing")));
        assertRefused(Kind.NOT_FOUND, () -> client.secret(key.withProperty("hosts.7")));
        assertRefused(Kind.NOT_FOUND, () -> client.properties(key.withProperty("missing")));
    }

    @Test
    @Needs(Ability.VERSIONS)
    void anOlderVersionCanBeAskedFor() throws Exception {
        var _ = put("versions", "first-" + CANARY);
        String first = backend.newestVersion(key("versions"));
        RemoteKey newest = put("versions", "second-" + CANARY);
        String second = backend.newestVersion(key("versions"));

        assertThat(read(newest.withVersion(first))).isEqualTo("first-" + CANARY);
        assertThat(read(newest.withVersion(second))).isEqualTo("second-" + CANARY);
        assertThat(read(newest)).isEqualTo("second-" + CANARY);
    }

    @Test
    @Needs(Ability.VERSIONS)
    void aMissingVersionIsNotFound() throws Exception {
        RemoteKey key = put("version", "value-" + CANARY);

        assertRefused(
                Kind.NOT_FOUND, () -> client.secret(key.withVersion(backend.unknownVersion())));
    }

    @Test
    void theMembersOfAnObjectAreItsProperties() throws Exception {
        RemoteKey key = putObject("extract");

        Map<String, String> properties = texts(client.properties(key));

        assertThat(properties)
                .containsOnlyKeys("user", "on", "count", "tls.crt", "db", "hosts")
                .containsEntry("user", "admin-" + CANARY)
                .containsEntry("on", "true")
                .containsEntry("count", "42")
                .containsEntry("tls.crt", "certificate-" + CANARY);
        assertThat(JsonMapper.shared().readTree(properties.get("hosts")))
                .isEqualTo(JsonMapper.shared().readTree(OBJECT).path("hosts"));
    }

    @Test
    void theMembersOfAPropertyAreProperties() throws Exception {
        RemoteKey key = putObject("part").withProperty("db");

        assertThat(texts(client.properties(key)))
                .containsOnlyKeys("password", "port", "deep")
                .containsEntry("password", "inner-" + CANARY)
                .containsEntry("port", "5432");
    }

    @Test
    void whatIsNoObjectHasNoProperties() throws Exception {
        RemoteKey key = putObject("scalars");

        assertRefused(Kind.BAD_VALUE, () -> client.properties(key.withProperty("user")));
        assertRefused(Kind.BAD_VALUE, () -> client.properties(key.withProperty("hosts")));
    }

    @Test
    void aValueThatIsNoJsonHasNoPropertiesAndIsNotShown() throws Exception {
        RemoteKey key = put("broken", "{\"a\": " + CANARY);

        ProviderException refusal =
                refusal(() -> {
                    var _ = client.properties(key);
                });

        assertThat(refusal.kind()).isEqualTo(Kind.BAD_VALUE);
    }

    @Test
    void aValueMayBeInAnyScript() throws Exception {
        String value = CANARY + " пароль 密码 🔑 \"quoted\" \\ <&> \t é";

        assertThat(read(put("script", value))).isEqualTo(value);
    }

    @Test
    void aValueKeepsItsLines() throws Exception {
        String value = CANARY + "\nsecond line\r\nthird line\n";

        assertThat(read(put("lines", value))).isEqualTo(value);
    }

    @Test
    @Needs(Ability.EMPTY_VALUES)
    void aValueMayBeEmpty() throws Exception {
        assertThat(client.secret(put("empty", "")).size()).isZero();
    }

    @Test
    @Needs(Ability.BINARY)
    void aValueMayBeBytes() throws Exception {
        byte[] value = new byte[256];
        IntStream.range(0, value.length).forEach(i -> value[i] = (byte) i);

        assertThat(client.secret(backend.put(key("bytes"), value)).bytes()).isEqualTo(value);
    }

    @Test
    void aValueMayBeLong() throws Exception {
        String value = CANARY + "x".repeat(backend.valueMax() - CANARY.length());

        assertThat(read(put("long", value))).isEqualTo(value);
    }

    @Test
    void aKeyMayHaveAnOddName() throws Exception {
        for (String key : backend.oddKeys(prefix)) {
            RemoteKey odd = backend.put(key, bytes(key + CANARY));

            assertThat(read(odd)).as("%s", key).isEqualTo(key + CANARY);
        }
    }

    @Test
    @Needs(Ability.TAGS)
    void tagsAreFetchedAsMetadata() throws Exception {
        RemoteKey key = putObject("tagged").withMetadata();
        backend.tag(key("tagged"), Map.of("env", "prod", "team", "blue"));

        assertThat(read(key.withProperty(backend.propertyOfTag("env")))).isEqualTo("prod");
        assertThat(read(key)).contains("prod", "blue").doesNotContain(CANARY);
        assertRefused(
                Kind.NOT_FOUND,
                () -> client.secret(key.withProperty(backend.propertyOfTag("missing"))));
    }

    private Map<String, String> find(FindQuery query) throws Exception {
        return texts(client.find(query));
    }

    private FindQuery named(String part) {
        return new FindQuery("", Optional.of(name -> name.contains(prefix + "-" + part)), Map.of());
    }

    @Test
    @Needs(Ability.FIND_BY_NAME)
    void keysAreFoundByTheirNames() throws Exception {
        var _ = putObject("found-a");
        var _ = putObject("found-b");
        var _ = putObject("other");

        Map<String, String> found = find(named("found"));

        assertThat(found)
                .containsOnlyKeys(
                        backend.foundName(key("found-a")), backend.foundName(key("found-b")));
        assertThat(found.values()).allSatisfy(value -> assertThat(value).contains(CANARY));
        assertThat(find(named("nothing"))).isEmpty();
    }

    @Test
    @Needs(Ability.FIND_BY_NAME)
    void moreKeysAreFoundThanAPageHolds() throws Exception {
        List<String> names = IntStream.range(0, 120).mapToObj("many-%03d"::formatted).toList();
        for (String name : names) {
            var _ = put(name, name + CANARY);
        }

        assertThat(find(named("many")))
                .containsOnlyKeys(
                        names.stream()
                                .map(name -> backend.foundName(key(name)))
                                .toArray(String[]::new));
    }

    @Test
    @Needs(Ability.FIND_BY_PATH)
    void keysAreFoundByTheirPath() throws Exception {
        var _ = putObject("tree/a");
        var _ = putObject("tree/b/c");
        var _ = putObject("trees");

        FindQuery below =
                new FindQuery(backend.searchPath(key("tree")), Optional.empty(), Map.of());
        FindQuery both =
                new FindQuery(
                        backend.searchPath(key("tree")),
                        Optional.of(name -> name.endsWith("c")),
                        Map.of());

        assertThat(find(below))
                .containsOnlyKeys(
                        backend.foundName(key("tree/a")), backend.foundName(key("tree/b/c")));
        assertThat(find(both)).containsOnlyKeys(backend.foundName(key("tree/b/c")));
    }

    @Test
    @Needs(Ability.FIND_BY_TAGS)
    void keysAreFoundByAllOfTheTags() throws Exception {
        String env = "env-" + prefix;
        var _ = putObject("a");
        backend.tag(key("a"), Map.of("env", env, "team", "blue"));
        var _ = putObject("b");
        backend.tag(key("b"), Map.of("env", env, "team", "red"));
        var _ = putObject("c");

        FindQuery all = new FindQuery("", Optional.empty(), Map.of("env", env));
        FindQuery one = new FindQuery("", Optional.empty(), Map.of("env", env, "team", "red"));

        assertThat(find(all))
                .containsOnlyKeys(backend.foundName(key("a")), backend.foundName(key("b")));
        assertThat(find(one)).containsOnlyKeys(backend.foundName(key("b")));
    }

    @Test
    void manyReadAtOnce() throws Exception {
        Map<String, RemoteKey> keys = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            String value = "value-%d-%s".formatted(i, CANARY);
            keys.put(value, put("shared-" + i, value));
        }
        List<Callable<Boolean>> reads =
                Stream.generate(() -> keys)
                        .limit(8)
                        .flatMap(all -> all.entrySet().stream())
                        .<Callable<Boolean>>map(
                                entry -> () -> read(entry.getValue()).equals(entry.getKey()))
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> read : threads.invokeAll(reads)) {
                assertThat(read.get()).isTrue();
            }
        }
    }

    @Test
    void goodCredentialsAreValid() throws Exception {
        client.validate();
    }

    @Test
    @Needs(Ability.AUTHENTICATION)
    void wrongCredentialsAreRefused() throws Exception {
        RemoteKey key = put("kept", "value-" + CANARY);

        assertRefused(
                Kind.UNAUTHENTICATED,
                () -> {
                    try (SecretsClient unknown = backend.open(Caller.UNKNOWN)) {
                        var _ = unknown.secret(key);
                    }
                });
        assertRefused(
                Kind.UNAUTHENTICATED,
                () -> {
                    try (SecretsClient unknown = backend.open(Caller.UNKNOWN)) {
                        unknown.validate();
                    }
                });
    }

    @Test
    @Needs(Ability.AUTHORIZATION)
    void whoMayNotReadIsDenied() throws Exception {
        RemoteKey key = put("kept", "value-" + CANARY);

        try (SecretsClient powerless = backend.open(Caller.POWERLESS)) {
            assertRefused(Kind.DENIED, () -> powerless.secret(key));
            assertRefused(Kind.DENIED, () -> powerless.properties(key));
        }
    }

    @Test
    @Needs(Ability.ADDRESS)
    void aWrongAddressIsUnavailable() throws Exception {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress nobody = (InetSocketAddress) taken.getLocalSocketAddress();

            assertRefused(Kind.UNAVAILABLE, () -> readAt(nobody));
        }
    }

    @Test
    @Needs(Ability.ADDRESS)
    void aServerThatNeverAnswersIsUnavailableInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
            long begun = System.nanoTime();

            assertRefused(Kind.UNAVAILABLE, () -> readAt(address));

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(backend.answerLimit());
        }
    }

    private void readAt(InetSocketAddress address) throws Exception {
        try (SecretsClient lost = backend.openAt(address)) {
            var _ = lost.secret(RemoteKey.of(key("any")));
        }
    }

    @Test
    void aClientShowsNoValue() throws Exception {
        RemoteKey key = put("shown", "value-" + CANARY);

        assertThat(client.secret(key).toString()).doesNotContain(CANARY);
        assertThat(client.toString()).doesNotContain(CANARY);
    }

    @Test
    void aClientMayBeClosedTwice() throws Exception {
        SecretsClient other = backend.open(Caller.RIGHTFUL);
        other.close();
        other.close();

        assertThat(read(put("open", CANARY))).isEqualTo(CANARY);
    }

    @Test
    @Needs(Ability.CHANGES)
    void changesAreTold() throws Exception {
        var _ = put("told", "first-" + CANARY);
        BlockingQueue<ChangeSource.Change> told = new LinkedBlockingQueue<>();
        try (ChangeSource.Subscription _ = ((ChangeSource) client).subscribe(told::add)) {
            var _ = put("told", "second-" + CANARY);
            awaitKey(told, key("told"));
            var _ = put("new", "first-" + CANARY);
            awaitKey(told, key("new"));
            backend.delete(key("told"));
            awaitKey(told, key("told"));
        }
    }

    @Test
    @Needs(Ability.CHANGES)
    void whoHasLeftIsToldNothing() throws Exception {
        BlockingQueue<ChangeSource.Change> left = new LinkedBlockingQueue<>();
        BlockingQueue<ChangeSource.Change> told = new LinkedBlockingQueue<>();
        ChangeSource source = (ChangeSource) client;
        source.subscribe(left::add).close();
        try (ChangeSource.Subscription _ = source.subscribe(told::add)) {
            var _ = put("later", "value-" + CANARY);
            awaitKey(told, key("later"));
        }

        assertThat(left).isEmpty();
    }

    private static void awaitKey(BlockingQueue<ChangeSource.Change> told, String key)
            throws InterruptedException {
        List<ChangeSource.Change> before = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            ChangeSource.Change change = told.poll(100, TimeUnit.MILLISECONDS);
            if (change instanceof ChangeSource.Change.Keys(var keys) && keys.contains(key)) {
                return;
            }
            if (change != null) {
                before.add(change);
            }
        }
        throw new AssertionError("%s was not told, but %s".formatted(key, before));
    }
}
