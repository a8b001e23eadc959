package dev.purser.store.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.custody.Custody.Owner;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PassphraseCustodyTests extends CustodyContract {
    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

    private final AtomicInteger asked = new AtomicInteger();

    private PassphraseCustody with(String passphrase) {
        SecretSource source =
                () -> {
                    asked.incrementAndGet();
                    return SecretBytes.of(passphrase.getBytes(StandardCharsets.UTF_8));
                };
        return new PassphraseCustody(source, source, CHEAP, new SecureRandom());
    }

    @Override
    protected Custody custody() {
        return with("correct horse battery staple");
    }

    @Override
    protected Custody strange() {
        return with("incorrect horse");
    }

    private Owner owner() {
        return new Owner("aabbccdd", directory.resolve("custody.json"));
    }

    @Test
    void aWrongPassphraseIsCalledThatAndTheRightOneStillWorks() {
        ObjectNode kept = custody().keep(document(DOCUMENT), owner());
        assertThatThrownBy(() -> strange().fetch(kept, owner()))
                .hasMessage(
                        "the passphrase is wrong, or %s was changed; nothing was touched"
                                .formatted(owner().record()));
        assertThat(text(custody().fetch(kept, owner()))).isEqualTo(DOCUMENT);
    }

    @Test
    void thePassphraseIsAskedForOnceInALife() {
        Custody custody = custody();
        ObjectNode kept = custody.keep(document(DOCUMENT), owner());
        custody.fetch(kept, owner()).close();
        custody.keep(document("x"), owner());
        assertThat(asked).hasValue(1);
    }

    @Test
    void theCostOfTheRecordCounts() {
        ObjectNode kept = custody().keep(document(DOCUMENT), owner());
        SecretSource source =
                () ->
                        SecretBytes.of(
                                "correct horse battery staple".getBytes(StandardCharsets.UTF_8));
        Custody dearer =
                new PassphraseCustody(
                        source, source, new Argon2Cost(128, 2, 2), new SecureRandom());
        assertThat(text(dearer.fetch(kept, owner()))).isEqualTo(DOCUMENT);
    }

    @Test
    void aRecordCannotExhaustTheMachine() {
        ObjectNode kept = custody().keep(document(DOCUMENT), owner());
        ((ObjectNode) kept.path("argon2id")).put("memoryKiB", 1 << 30);
        assertThatThrownBy(() -> custody().fetch(kept, owner()))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("Argon2 cost is odd");
    }

    /// The test vector of RFC 9106, 5.3, has a secret and associated data, which this does not use;
    /// this one is of the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m
    /// 16 -p 1 -l 32`.
    @Test
    void isArgon2id() {
        SecretBytes key =
                new Argon2Cost(65536, 2, 1)
                        .derive(
                                SecretBytes.of("password".getBytes(StandardCharsets.US_ASCII)),
                                "somesalt".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(key.bytes()))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }
}
