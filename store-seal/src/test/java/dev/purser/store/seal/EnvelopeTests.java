package dev.purser.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeTests {
    private static final String KEY = "/registry/secrets/default/s";
    private final SecureRandom random = new SecureRandom();
    private final NamedKey key = new NamedKey("key-1", random(32));
    private final Envelope envelope = new Envelope(new Keyring(List.of(key)), random);
    private final Value plain = Value.of("a value".getBytes(StandardCharsets.UTF_8));

    private byte[] random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Value flipped(Value value, int index) {
        byte[] bytes = value.bytes().clone();
        bytes[index] ^= 1;
        return Value.of(bytes);
    }

    @Nested
    class WhatKubernetesWrote {
        static Stream<Vector> vectors() {
            try (InputStream in = EnvelopeTests.class.getResourceAsStream("aesgcm-vectors.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                                .lines()
                                .filter(line -> !line.startsWith("#"))
                                .map(Vector::parse)
                                .toList()
                                .stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @ParameterizedTest
        @MethodSource("vectors")
        void isOpened(Vector vector) {
            Envelope envelope = new Envelope(vector.keyring(), random);
            Value opened = envelope.open(vector.storeKey(), vector.sealed());
            assertThat(new String(opened.bytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("k8s\0")
                    .contains(vector.uid());
        }

        @ParameterizedTest
        @MethodSource("vectors")
        void isRefusedUnderAnotherStoreKey(Vector vector) {
            Envelope envelope = new Envelope(vector.keyring(), random);
            assertThatThrownBy(() -> envelope.open(vector.storeKey() + "x", vector.sealed()))
                    .isInstanceOf(StoreException.class);
        }

        @ParameterizedTest
        @MethodSource("vectors")
        void hasTheFormThatIsWrittenHere(Vector vector) {
            Envelope envelope = new Envelope(vector.keyring(), random);
            Value opened = envelope.open(vector.storeKey(), vector.sealed());
            Value again = envelope.seal(vector.storeKey(), opened);
            assertThat(again.size()).isEqualTo(vector.sealed().size());
            int header = vector.sealed().size() - opened.size() - 12 - 16;
            assertThat(Arrays.copyOf(again.bytes(), header))
                    .isEqualTo(Arrays.copyOf(vector.sealed().bytes(), header));
        }
    }

    record Vector(Keyring keyring, String storeKey, Value sealed, String uid) {
        static Vector parse(String line) {
            String[] words = line.split(" ");
            Base64.Decoder base64 = Base64.getDecoder();
            return new Vector(
                    new Keyring(List.of(new NamedKey(words[0], base64.decode(words[1])))),
                    words[2],
                    Value.of(base64.decode(words[3])),
                    words[4]);
        }
    }

    @Nested
    class Sealing {
        @Test
        void theSameValueNeverLooksTheSame() {
            assertThat(envelope.seal(KEY, plain)).isNotEqualTo(envelope.seal(KEY, plain));
        }

        @Test
        void theFirstKeySealsAndEveryKeyOpens() {
            NamedKey newer = new NamedKey("key-2", random(16));
            Envelope both = new Envelope(new Keyring(List.of(newer, key)), random);
            Value sealedByNewer = both.seal(KEY, plain);
            assertThat(new String(sealedByNewer.bytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("k8s:enc:aesgcm:v1:key-2:");
            assertThat(both.open(KEY, sealedByNewer)).isEqualTo(plain);
            assertThat(both.open(KEY, envelope.seal(KEY, plain))).isEqualTo(plain);
        }
    }

    @Nested
    class Refusing {
        @Test
        void everyChangedByteIsNoticed() {
            Value sealed = envelope.seal(KEY, plain);
            for (int i = 0; i < sealed.size(); i++) {
                Value changed = flipped(sealed, i);
                assertThatThrownBy(() -> envelope.open(KEY, changed))
                        .as("byte %d", i)
                        .isInstanceOf(StoreException.class);
            }
        }

        @Test
        void aValueCutShortIsNoticed() {
            Value sealed = envelope.seal(KEY, plain);
            for (int i = 0; i < sealed.size(); i++) {
                Value cut = Value.of(Arrays.copyOf(sealed.bytes(), i));
                assertThatThrownBy(() -> envelope.open(KEY, cut))
                        .as("%d bytes", i)
                        .isInstanceOf(StoreException.class);
            }
        }

        @Test
        void anUnknownKeyIsNamed() {
            Keyring other = new Keyring(List.of(new NamedKey("key-9", random(32))));
            assertThatThrownBy(
                            () -> new Envelope(other, random).open(KEY, envelope.seal(KEY, plain)))
                    .hasMessage(
                            KEY
                                    + " is encrypted with key \"key-1\", which is not among the"
                                    + " keys given: [key key-9]");
        }

        @Test
        void otherBytesUnderTheSameNameAreNamed() {
            Keyring other = new Keyring(List.of(new NamedKey("key-1", random(32))));
            assertThatThrownBy(
                            () -> new Envelope(other, random).open(KEY, envelope.seal(KEY, plain)))
                    .hasMessageStartingWith("cannot decrypt " + KEY + " with key key-1: ");
        }

        @Test
        void aValueInTheClearIsNotBelieved() {
            assertThatThrownBy(() -> envelope.open(KEY, plain))
                    .hasMessage(KEY + " should be encrypted, but is not");
        }
    }
}
