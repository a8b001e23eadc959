package dev.purser.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTokenKeysTests {
    private final ManualClock clock = new ManualClock();

    @TempDir private Path directory;

    /// As another process, such as the command, opens the directory.
    private ClusterPki open() {
        return ClusterPki.open(
                directory, new ServingNames(Set.of("h"), Set.of()), clock, new SecureRandom());
    }

    private ClusterTokenKeys keys() {
        return new ClusterTokenKeys(open(), clock, new SecureRandom());
    }

    private static List<String> ids(TokenKeys keys) {
        return keys.verification().stream().map(VerificationKey::id).toList();
    }

    @Test
    void aNewKeySignsAndTheOldOnesVerify() {
        ClusterTokenKeys keys = keys();
        String first = keys.get().signing().verification().id();

        open().rotateServiceAccountKey();
        assertThat(keys.get().signing().verification().id()).as("within a second").isEqualTo(first);
        clock.advance(Duration.ofSeconds(1));
        String second = keys.get().signing().verification().id();
        assertThat(second).isNotEqualTo(first);
        assertThat(ids(keys.get())).containsExactly(second, first);

        open().rotateServiceAccountKey();
        clock.advance(Duration.ofSeconds(1));
        String third = keys.get().signing().verification().id();
        assertThat(ids(keys.get())).containsExactly(third, second, first);
        assertThat(ids(keys().get())).as("after a restart").containsExactly(third, second, first);
    }

    @Test
    void nobodySignsWithAKeyOfThePast() throws Exception {
        open().rotateServiceAccountKey();
        assertThat(Files.readString(directory.resolve("service-account-former.pub")))
                .contains("BEGIN PUBLIC KEY")
                .doesNotContain("PRIVATE");
    }

    @Test
    void aForgottenKeyVerifiesNoMore() {
        ClusterTokenKeys keys = keys();
        ClusterPki pki = open();
        pki.rotateServiceAccountKey();
        assertThat(pki.forgetServiceAccountKey(pki.formerServiceAccountKeys().getFirst())).isTrue();
        assertThat(pki.forgetServiceAccountKey(pki.serviceAccountKey().getPublic())).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(keys.get().verification()).hasSize(1);
    }

    @Test
    void whileTheFilesAreAwayOrBrokenTheKeysStay() throws Exception {
        ClusterTokenKeys keys = keys();
        TokenKeys before = keys.get();
        Path file = directory.resolve("service-account.key");
        byte[] content = Files.readAllBytes(file);

        Files.delete(file);
        clock.advance(Duration.ofSeconds(2));
        assertThat(keys.get()).isSameAs(before);
        assertThat(file).as("no new key comes by chance").doesNotExist();

        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        clock.advance(Duration.ofSeconds(2));
        assertThat(keys.get()).isSameAs(before);
        Files.write(file, content);
    }
}
