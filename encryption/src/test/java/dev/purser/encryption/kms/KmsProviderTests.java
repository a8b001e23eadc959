package dev.purser.encryption.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.purser.client.testing.ManualTimers;
import dev.purser.encryption.kms.EncryptedObject.KeySource;
import dev.purser.store.StoreException;
import dev.purser.store.Value;
import dev.purser.store.seal.GcmBody;
import dev.purser.store.seal.Header;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.ProviderContract;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real plugin on a real socket.
class KmsProviderTests {
    private static final String KEY = "/registry/secrets/default/s";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path directory;

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<KmsProvider> opened = new ArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> announced = new LinkedBlockingQueue<>();
    private KmsPluginServer plugin;

    @BeforeEach
    void startPlugin() throws IOException {
        plugin = new KmsPluginServer(socket()).start();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        opened.forEach(KmsProvider::close);
        plugin.close();
    }

    private Path socket() {
        return directory.resolve("kms.sock");
    }

    private KmsProvider open(String name) {
        return open(name, TIMEOUT);
    }

    private KmsProvider open(String name, Duration timeout) {
        KmsObserver observer =
                new KmsObserver() {
                    @Override
                    public void called(String provider, String method, String code, Duration took) {
                        seen.add(method + " " + code);
                    }

                    @Override
                    public void announced(String provider, String keyId) {
                        announced.add(keyId);
                    }
                };
        KmsProvider provider =
                KmsProvider.open(
                        name,
                        GrpcKmsPlugin.open(socket().toString(), timeout),
                        new KmsProvider.Surroundings(timers, RANDOM, observer));
        opened.add(provider);
        return provider;
    }

    private static Value value(String text) {
        return Value.of(ByteString.copyFromUtf8(text).toByteArray());
    }

    @Nested
    class Contract extends ProviderContract {
        private int names;
        private KmsPluginServer other;

        @Override
        protected Provider newProvider() {
            names++;
            return open("plugin-" + names);
        }

        /// Its plugin has the ids of the same keys, and other keys.
        @Override
        protected Provider namesake(Provider provider) {
            Path socket = directory.resolve("other.sock");
            try {
                other = new KmsPluginServer(socket).start();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            KmsProvider namesake =
                    KmsProvider.open(
                            provider.name().key(),
                            GrpcKmsPlugin.open(socket.toString(), TIMEOUT),
                            new KmsProvider.Surroundings(timers, RANDOM, KmsObserver.NONE));
            opened.add(namesake);
            return namesake;
        }

        @AfterEach
        void stopOther() throws InterruptedException {
            if (other != null) {
                other.close();
            }
        }
    }

    @Nested
    class Keys {
        @Test
        void areUnwrappedOnceByWhoeverDidNotMakeThem() {
            KmsProvider first = open("p");
            List<Value> sealed = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sealed.add(first.seal(KEY + i, value("v" + i)));
            }
            assertThat(plugin.decryptions()).isZero();
            KmsProvider second = open("p");
            for (int i = 0; i < 20; i++) {
                assertThat(second.open(KEY + i, sealed.get(i))).isEqualTo(value("v" + i));
            }
            assertThat(plugin.decryptions()).isEqualTo(1);
        }

        @Test
        void aNewKeyOfThePluginIsUsedWhenItsStatusSaysSo() {
            KmsProvider provider = open("p");
            Value old = provider.seal(KEY, value("1"));
            plugin.useKey("key-2");
            assertThat(provider.isCurrent(old)).isTrue();
            timers.advance(Duration.ofSeconds(21));
            assertThat(provider.complaint()).isEmpty();
            Value young = provider.seal(KEY, value("2"));
            assertThat(provider.sealedBy(old).keyId()).isEqualTo("key-1");
            assertThat(provider.sealedBy(young).keyId()).isEqualTo("key-2");
            assertThat(provider.isCurrent(old)).isFalse();
            assertThat(provider.isCurrent(young)).isTrue();
            assertThat(provider.open(KEY, old)).isEqualTo(value("1"));
        }

        @Test
        void aNewKeyIsFoundWithoutBeingAskedFor() throws InterruptedException {
            KmsProvider provider = open("p");
            plugin.useKey("key-2");
            announced.clear();
            timers.advance(Duration.ofSeconds(61));
            assertThat(announced.poll(20, TimeUnit.SECONDS)).isEqualTo("key-2");
            assertThat(provider.complaint()).isEmpty();
            assertThat(keyId(provider)).isEqualTo("key-2");
        }

        private String keyId(KmsProvider provider) {
            return provider.sealedBy(provider.seal(KEY, value("1"))).keyId();
        }

        @Test
        void aPluginThatContradictsItselfIsIllAndTheOldKeyServes() {
            KmsProvider provider = open("p");
            plugin.pretendKey("key-7");
            timers.advance(Duration.ofSeconds(21));
            assertThat(provider.complaint().orElseThrow())
                    .startsWith("kmsv2 Provider p is not healthy, error: failed to rotate DEK uid=")
                    .contains("statusKeyIDHash=\"" + KeyIds.hash("key-7") + "\"");
            assertThat(keyId(provider)).isEqualTo("key-1");
        }

        /// As Kubernetes wrote it before 1.29: the wrapped key is the AES-GCM key itself.
        @Test
        void theOlderFormIsReadAndIsStale() throws KmsException, GeneralSecurityException {
            byte[] key = new byte[32];
            RANDOM.nextBytes(key);
            byte[] plain = value("old").bytes();
            byte[] data = new byte[plain.length + GcmBody.OVERHEAD_BYTES];
            GcmBody.seal(
                    new SecretKeySpec(key, "AES"), RANDOM, KEY, plain, new GcmBody.Target(data, 0));
            WrappedKey wrapped;
            try (KmsPlugin client = GrpcKmsPlugin.open(socket().toString(), TIMEOUT)) {
                wrapped = client.encrypt(key, "uid");
            }
            EncryptedObject object =
                    new EncryptedObject(ByteString.copyFrom(data), wrapped, KeySource.AES_GCM_KEY);
            Header header = Header.of("k8s:enc:kms:v2:p:");
            byte[] bytes = header.before(object.size());
            object.writeTo(bytes, header.size());
            KmsProvider provider = open("p");
            assertThat(provider.open(KEY, Value.of(bytes))).isEqualTo(value("old"));
            assertThat(provider.isCurrent(Value.of(bytes))).isFalse();
        }
    }

    @Nested
    class Trouble {
        @Test
        void aPluginThatIsNotThereIsNamed() throws InterruptedException {
            plugin.stop();
            KmsProvider provider = open("p", Duration.ofMillis(100));
            assertThat(provider.complaint())
                    .contains(
                            "failed to perform status section of the healthz check for KMS Provider"
                                    + " p, error: rpc error: code = DeadlineExceeded desc = context"
                                    + " deadline exceeded: no answer from the plugin at "
                                    + socket()
                                    + " within 100ms");
            assertThatThrownBy(() -> provider.seal(KEY, value("1")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(
                            "cannot encrypt " + KEY + ": the KMS plugin p has given no key: ");
        }

        @Test
        void aPluginThatComesLateIsFound() throws Exception {
            plugin.stop();
            KmsProvider provider = open("p", Duration.ofMillis(100));
            plugin.start();
            // Each look waits for the plugin, for as long as a call may take.
            for (int i = 0; i < 100 && provider.complaint().isPresent(); i++) {
                timers.advance(Duration.ofSeconds(4));
            }
            assertThat(provider.complaint()).isEmpty();
            assertThat(provider.open(KEY, provider.seal(KEY, value("1")))).isEqualTo(value("1"));
        }

        @Test
        void writesGoOnForThreeMinutesAndReadsForEver() throws InterruptedException {
            KmsProvider provider = open("p");
            Value sealed = provider.seal(KEY, value("1"));
            plugin.stop();
            timers.advance(Duration.ofMinutes(3));
            assertThat(provider.open(KEY, provider.seal(KEY, value("2")))).isEqualTo(value("2"));
            timers.advance(Duration.ofSeconds(1));
            assertThatThrownBy(() -> provider.seal(KEY, value("3")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(
                            "encryptedDEKSource with keyID hash \""
                                    + KeyIds.hash("key-1")
                                    + "\" expired at ");
            assertThat(provider.open(KEY, sealed)).isEqualTo(value("1"));
        }

        @Test
        void anIllPluginIsTold() {
            KmsProvider provider = open("p");
            plugin.beIll("the vault is sealed");
            timers.advance(Duration.ofSeconds(21));
            assertThat(provider.complaint())
                    .contains(
                            "kmsv2 Provider p is not healthy, error: got unexpected healthz status:"
                                    + " the vault is sealed");
        }

        @Test
        void anotherVersionIsTold() {
            KmsProvider provider = open("p");
            plugin.speak("v3");
            timers.advance(Duration.ofSeconds(21));
            assertThat(provider.complaint().orElseThrow())
                    .endsWith("expected KMSv2 API version v2, got v3");
            plugin.speak("v2beta1");
            timers.advance(Duration.ofSeconds(4));
            assertThat(provider.complaint().orElseThrow())
                    .endsWith(
                            "KMSv2 API version should not change after the initial status response"
                                    + " version v2, got v2beta1");
        }

        @Test
        void anEmptyKeyIdIsTold() {
            plugin.useKey("");
            assertThat(open("p").complaint())
                    .contains(
                            "kmsv2 Provider p is not healthy, error: got invalid KMSv2 KeyID hash"
                                    + " \"\": keyID is empty");
        }

        @Test
        void aKeyThatThePluginLostIsTold() {
            Value sealed = open("p").seal(KEY, value("1"));
            plugin.forget("key-1");
            assertThatThrownBy(() -> open("p").open(KEY, sealed))
                    .isInstanceOf(StoreException.class);
            plugin.useKey("key-2");
            assertThatThrownBy(() -> open("p").open(KEY, sealed))
                    .hasMessageStartingWith(
                            "cannot decrypt "
                                    + KEY
                                    + " with kms p: failed to decrypt DEK, error: rpc error: code"
                                    + " = ");
        }

        @Test
        void anAnswerServesForAWhile() {
            KmsProvider provider = open("p");
            int calls = seen.size();
            assertThat(provider.complaint()).isEmpty();
            assertThat(provider.complaint()).isEmpty();
            assertThat(seen).hasSize(calls);
            assertThat(seen)
                    .containsExactly(
                            "/v2.KeyManagementService/Status OK",
                            "/v2.KeyManagementService/Encrypt OK");
        }
    }

    @Nested
    class Objects {
        @Test
        void areReadAsTheyWereWritten() throws IOException {
            EncryptedObject object =
                    new EncryptedObject(
                            ByteString.copyFromUtf8("data"),
                            new WrappedKey(
                                    ByteString.copyFromUtf8("key"),
                                    "id",
                                    Map.of(
                                            "a.example",
                                            ByteString.copyFromUtf8("1"),
                                            "b.example",
                                            ByteString.EMPTY)),
                            KeySource.HKDF_SHA256_XNONCE_AES_GCM_SEED);
            byte[] bytes = new byte[object.size()];
            object.writeTo(bytes, 0);
            assertThat(EncryptedObject.parse(bytes, 0)).isEqualTo(object);
        }

        @Test
        void thatBreakTheRulesAreRefused() {
            assertRefused("keyID is empty", new WrappedKey(text(3), "", Map.of()));
            assertRefused(
                    "keyID is 1025 bytes", new WrappedKey(text(3), "x".repeat(1025), Map.of()));
            assertRefused("source is empty", new WrappedKey(text(0), "id", Map.of()));
            assertRefused("source is 1025 bytes", new WrappedKey(text(1025), "id", Map.of()));
            assertRefused(
                    "should be a domain with at least two segments",
                    new WrappedKey(text(3), "id", Map.of("single", text(1))));
            assertRefused(
                    "total size of annotations is 32777",
                    new WrappedKey(text(3), "id", Map.of("a.example", text(32 * 1024))));
        }

        private static ByteString text(int size) {
            return ByteString.copyFromUtf8("x".repeat(size));
        }

        private static void assertRefused(String why, WrappedKey key) {
            assertThatThrownBy(() -> EncryptedObject.requireValid(key)).hasMessageContaining(why);
        }
    }
}
