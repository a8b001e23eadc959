package dev.purser.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateEndsTests {
    @TempDir private Path root;

    @Test
    void aRunningServerShowsWhenItsCertificatesEnd() throws Exception {
        DataDirectory directory = new DataDirectory(root.resolve("data"));
        directory.create();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServeSettings settings =
                new ServeSettings(directory, Instance.Mode.API_ONLY, address, "test-host");
        URI server;
        try (Purser purser = Purser.start(settings, Clock.systemUTC(), new SecureRandom())) {
            server = purser.address();
            CertificateEnds ends = CertificateEnds.of(directory, server);

            Instant now = Instant.now();
            assertThat(ends.server()).isAfter(now.plus(Duration.ofDays(364)));
            assertThat(ends.admin()).isAfter(now.plus(Duration.ofDays(364)));
            assertThat(ends.authority()).isAfter(now.plus(Duration.ofDays(3600)));
            assertThat(ends.isWorrying(now)).isFalse();
        }
        assertThatThrownBy(() -> CertificateEnds.of(directory, server))
                .isInstanceOf(IOException.class);
        Files.writeString(directory.adminKubeconfig(), "client-certificate-data: bm9uZQ==\n");
        assertThatThrownBy(() -> CertificateEnds.of(directory, server))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theFirstEndIsWhatMatters() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Instant far = now.plus(Duration.ofDays(300));
        Instant near = now.plus(Duration.ofDays(29));

        assertThat(new CertificateEnds(far, far, far).isWorrying(now)).isFalse();
        assertThat(new CertificateEnds(near, far, far).isWorrying(now)).isTrue();
        assertThat(new CertificateEnds(far, near, far).isWorrying(now)).isTrue();
        assertThat(new CertificateEnds(far, far, near).isWorrying(now)).isTrue();
    }
}
