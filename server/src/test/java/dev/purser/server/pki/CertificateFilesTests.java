package dev.purser.server.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import dev.purser.wire.tls.ServerNames;
import dev.purser.wire.tls.ServingKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTests {
    @TempDir private Path directory;
    private final ManualClock clock = new ManualClock(Instant.now());
    private Path certificate;
    private Path key;
    private long written;

    @BeforeEach
    void write() throws IOException {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        write(pair("first"));
    }

    private CertifiedKey pair(String name) {
        ServingNames names =
                ServingNames.ofApiServer(name, List.of(), InetAddress.ofLiteral("10.96.0.1"));
        return ClusterPki.open(directory.resolve(name), names, clock, new SecureRandom()).serving();
    }

    private void write(CertifiedKey pair) throws IOException {
        write(certificate, pair.certificatePem());
        write(key, pair.privateKeyPem());
    }

    /// The file system's clock may be too coarse to tell two writes apart.
    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++written));
    }

    @Test
    void newFilesAreShownWithinASecond() throws IOException {
        CertificateFiles files = CertificateFiles.open(certificate, key, clock);
        ServingKey before = files.get();
        CertifiedKey second = pair("second");
        write(second);
        clock.advance(Duration.ofSeconds(1));
        assertThat(files.get().chain()).containsExactly(second.certificate());
        assertThat(files.get()).isNotSameAs(before).isSameAs(files.get());
    }

    @Test
    void halfWrittenFilesAreNotShown() throws IOException {
        CertificateFiles files = CertificateFiles.open(certificate, key, clock);
        ServingKey before = files.get();
        CertifiedKey second = pair("second");
        write(certificate, second.certificatePem());
        clock.advance(Duration.ofSeconds(1));
        assertThat(files.get()).isSameAs(before);
        Files.delete(key);
        clock.advance(Duration.ofSeconds(1));
        assertThat(files.get()).isSameAs(before);
        write(key, second.privateKeyPem());
        clock.advance(Duration.ofSeconds(1));
        assertThat(files.get().chain()).containsExactly(second.certificate());
    }

    @Test
    void whatCannotBeUsedIsToldAtTheStart() throws IOException {
        CertifiedKey second = pair("second");
        write(key, second.privateKeyPem());
        assertThatThrownBy(() -> CertificateFiles.open(certificate, key, clock))
                .hasMessageContaining("the private key is not that of the certificate")
                .hasMessageNotContaining("BEGIN");
        write(key, "nothing\n");
        assertThatThrownBy(() -> CertificateFiles.open(certificate, key, clock))
                .hasMessageContaining("there is no private key in " + key);
        assertThatThrownBy(() -> CertificateFiles.open(directory.resolve("none"), key, clock))
                .hasMessageContaining("none does not exist");
    }

    @Test
    void namesCoverThemselvesAndStarsOneLabel() {
        ServingKey shown = pair("first").serving();
        ServerNames given = new ServerNames(List.of("a.example", "*.b.example"));
        assertThat(given.cover("A.example", shown)).isTrue();
        assertThat(given.cover("x.b.example", shown)).isTrue();
        assertThat(given.cover("x.y.b.example", shown)).isFalse();
        assertThat(given.cover("b.example", shown)).isFalse();
        assertThat(new ServerNames(List.of()).cover("first", shown)).isTrue();
        assertThat(new ServerNames(List.of()).cover("second", shown)).isFalse();
    }
}
