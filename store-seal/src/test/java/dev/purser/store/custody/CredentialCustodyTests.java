package dev.purser.store.custody;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.custody.Custody.Owner;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CredentialCustodyTests extends CustodyContract {
    private static Custody with(int filler, int bytes) {
        return new CredentialCustody(
                "purser-key",
                () -> {
                    byte[] secret = new byte[bytes];
                    Arrays.fill(secret, (byte) filler);
                    return SecretBytes.of(secret);
                },
                new SecureRandom());
    }

    @Override
    protected Custody custody() {
        return with(7, 32);
    }

    @Override
    protected Custody strange() {
        return with(8, 32);
    }

    @Test
    void aShortCredentialIsRefusedWithAWayToMakeOne() {
        Owner owner = new Owner("aabbccdd", directory.resolve("custody.json"));
        assertThatThrownBy(() -> with(1, 31).keep(document(DOCUMENT), owner))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("has 31 bytes")
                .hasMessageContaining("head -c 32 /dev/urandom");
    }
}
