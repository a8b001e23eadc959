package dev.purser.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.StoreException;
import dev.purser.store.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// What a real kube-apiserver wrote is read, and what is written looks the same.
@ParameterizedClass
@MethodSource("records")
class KubernetesValuesTests {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Stored stored;

    KubernetesValuesTests(Stored stored) {
        this.stored = stored;
    }

    static List<Stored> records() throws IOException {
        try (InputStream in = KubernetesValuesTests.class.getResourceAsStream("etcd-values.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Stored::parse)
                    .toList();
        }
    }

    record Stored(Provider provider, String storeKey, Value value, String uid) {
        static Stored parse(String line) {
            String[] words = line.split(" ");
            return new Stored(
                    provider(words[0], words[1], words[2]),
                    words[3],
                    Value.of(Base64.getDecoder().decode(words[4])),
                    words[5]);
        }

        private static Provider provider(String type, String name, String secret) {
            if (type.equals("identity")) {
                return new Identity();
            }
            NamedKey key = new NamedKey(name, Base64.getDecoder().decode(secret));
            return switch (type) {
                case "aesgcm" -> new AesGcm(key, RANDOM);
                case "aescbc" -> new AesCbc(key, RANDOM);
                case "secretbox" -> new Secretbox(key, RANDOM);
                default -> throw new IllegalArgumentException(type);
            };
        }
    }

    @Test
    void isOpened() {
        Provider provider = stored.provider();
        assertThat(provider.recognises(stored.value())).isTrue();
        String opened =
                new String(
                        provider.open(stored.storeKey(), stored.value()).bytes(),
                        StandardCharsets.ISO_8859_1);
        assertThat(opened).contains(stored.uid());
        assertThat(opened.startsWith("k8s\0") || opened.startsWith("{")).isTrue();
    }

    @Test
    void isRefusedUnderAnotherStoreKeyWhereThatIsAuthenticated() {
        Provider provider = stored.provider();
        String other = stored.storeKey() + "x";
        if (provider instanceof AesGcm) {
            assertThatThrownBy(() -> provider.open(other, stored.value()))
                    .isInstanceOf(StoreException.class);
        } else {
            assertThat(provider.open(other, stored.value()))
                    .isEqualTo(provider.open(stored.storeKey(), stored.value()));
        }
    }

    @Test
    void hasTheFormThatIsWrittenHere() {
        Provider provider = stored.provider();
        Value opened = provider.open(stored.storeKey(), stored.value());
        Value again = provider.seal(stored.storeKey(), opened);
        assertThat(again.size()).isEqualTo(stored.value().size());
        int header = Header.of(provider.name().provider(), provider.name().key()).size();
        assertThat(Arrays.copyOf(again.bytes(), header))
                .isEqualTo(Arrays.copyOf(stored.value().bytes(), header));
    }
}
