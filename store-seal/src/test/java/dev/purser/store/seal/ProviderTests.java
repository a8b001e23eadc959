package dev.purser.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The providers that hold their keys themselves, each under the contract.
class ProviderTests {
    private static final SecureRandom RANDOM = new SecureRandom();

    private abstract static class Keyed extends ProviderContract {
        private final BiFunction<NamedKey, SecureRandom, Provider> maker;
        private int keys;

        Keyed(BiFunction<NamedKey, SecureRandom, Provider> maker) {
            this.maker = maker;
        }

        private Provider named(String name) {
            byte[] bytes = new byte[32];
            RANDOM.nextBytes(bytes);
            return maker.apply(new NamedKey(name, bytes), RANDOM);
        }

        @Override
        protected Provider newProvider() {
            keys++;
            return named("key-" + keys);
        }

        @Override
        protected Provider namesake(Provider provider) {
            return named(provider.name().key());
        }
    }

    @Nested
    class AesGcmProvider extends Keyed {
        AesGcmProvider() {
            super(AesGcm::new);
        }
    }

    @Nested
    class SecretboxProvider extends Keyed {
        SecretboxProvider() {
            super(Secretbox::new);
        }

        @Override
        protected boolean bindsToStoreKey() {
            return false;
        }

        /// The test vector of NaCl's own `secretbox.c` and its paper, section 10.
        @Test
        void isNaClsSecretbox() {
            HexFormat hex = HexFormat.of();
            byte[] key =
                    hex.parseHex(
                            "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
            byte[] nonce = hex.parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
            byte[] box =
                    hex.parseHex(
                            "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce"
                                    + "48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972"
                                    + "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                                    + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3"
                                    + "7973f622a43d14a6599b1f654cb45a74e355a5");
            byte[] plain =
                    hex.parseHex(
                            "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
                                    + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
                                    + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                                    + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
                                    + "5e0705");
            Header header = Header.of("secretbox", "k");
            byte[] sealed = header.before(nonce.length + box.length);
            System.arraycopy(nonce, 0, sealed, header.size(), nonce.length);
            System.arraycopy(box, 0, sealed, header.size() + nonce.length, box.length);
            Provider provider = new Secretbox(new NamedKey("k", key), RANDOM);
            assertThat(provider.open(KEY, Value.of(sealed))).isEqualTo(Value.of(plain));
        }

        @Test
        void takesKeysOf32BytesOnly() {
            NamedKey tooShort = new NamedKey("k", new byte[16]);
            assertThatThrownBy(() -> new Secretbox(tooShort, RANDOM))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class AesCbcProvider extends Keyed {
        AesCbcProvider() {
            super(AesCbc::new);
        }

        @Override
        protected boolean authenticates() {
            return false;
        }

        @Override
        protected boolean bindsToStoreKey() {
            return false;
        }

        /// Bad padding, bad block size, a wrong key: an attacker learns nothing from the answer.
        @Test
        void everyFailureReadsTheSame() {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            Value sealed = provider.seal(KEY, PLAIN);
            Set<String> messages = new HashSet<>();
            Set<String> causes = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                byte[] bytes =
                        java.util.Arrays.copyOf(
                                sealed.bytes(), sealed.size() - random.nextInt(3) * (i % 17));
                bytes[bytes.length - 1 - random.nextInt(20)] ^= (byte) (1 + random.nextInt(255));
                try {
                    provider.open(KEY, Value.of(bytes));
                } catch (StoreException e) {
                    messages.add(e.getMessage());
                    causes.add(String.valueOf(e.getCause()));
                }
            }
            assertThat(messages).as("seed %d", seed).hasSize(1);
            assertThat(causes).hasSize(1);
        }
    }
}
