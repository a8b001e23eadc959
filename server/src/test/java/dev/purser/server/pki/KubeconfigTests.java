package dev.purser.server.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTests {
    private static final URI SERVER = URI.create("https://127.0.0.1:6443");

    @TempDir private Path directory;
    private ClusterPki pki;
    private Path file;

    @BeforeEach
    void openPki() {
        ServingNames names =
                ServingNames.ofApiServer("h", List.of(), InetAddress.ofLiteral("10.96.0.1"));
        pki =
                ClusterPki.open(
                        directory.resolve("pki"), names, new ManualClock(), new SecureRandom());
        file = directory.resolve("admin.kubeconfig");
    }

    private void write() {
        new Kubeconfig("purser", SERVER, pki.authorityPem(), pki.client(ClientSubject.admin()))
                .writeTo(file);
    }

    @Test
    void onlyItsOwnerCanReadIt() throws IOException {
        write();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void itHoldsTheServerAndTheCredentials() throws IOException {
        write();

        String text = Files.readString(file);
        assertThat(text)
                .contains("    server: https://127.0.0.1:6443\n")
                .contains("current-context: purser\n");
        assertThat(decoded(text, "certificate-authority-data")).isEqualTo(pki.authorityPem());
        CertifiedKey admin = pki.client(ClientSubject.admin());
        assertThat(decoded(text, "client-certificate-data")).isEqualTo(admin.certificatePem());
        assertThat(decoded(text, "client-key-data")).isEqualTo(admin.privateKeyPem());
    }

    @Test
    void writingAgainReplacesItAndLeavesNothingElse() throws IOException {
        write();
        write();

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, directory.resolve("pki"));
        }
    }

    @Test
    void aNameThatYamlCouldMisreadIsRefused() {
        CertifiedKey admin = pki.client(ClientSubject.admin());

        assertThatThrownBy(() -> new Kubeconfig("a: b", SERVER, pki.authorityPem(), admin))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String decoded(String text, String field) {
        Matcher matcher = Pattern.compile(" " + field + ": (\\S+)\n").matcher(text);
        assertThat(matcher.find()).isTrue();
        return new String(Base64.getDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8);
    }
}
