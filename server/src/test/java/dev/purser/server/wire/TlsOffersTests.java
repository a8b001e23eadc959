package dev.purser.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.wire.http.Answer;
import dev.purser.wire.http.WireLimits;
import dev.purser.wire.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsOffersTests {
    @TempDir private Path directory;
    private WireServer server;

    private void start(TlsSettings settings) throws IOException {
        server =
                new WireServer(
                        directory,
                        WireLimits.defaults(),
                        settings,
                        request -> Answer.text(200, "ok"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void shake(String protocol, String suite) throws Exception {
        try (SSLSocket socket = server.unshaken()) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, TLS_AES_128_GCM_SHA256",
        "TLSv1.3, TLS_AES_256_GCM_SHA384",
        "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    })
    void whatIsGoodIsOffered(String protocol, String suite) throws Exception {
        start(TlsSettings.defaults());
        assertThatCode(() -> shake(protocol, suite)).doesNotThrowAnyException();
    }

    /// What Java's client can still be made to ask for; the oldest need a client of another kind.
    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        "TLSv1.2, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
    })
    void whatIsWeakIsRefused(String protocol, String suite) throws Exception {
        start(TlsSettings.defaults());
        assertThatThrownBy(() -> shake(protocol, suite)).isInstanceOf(IOException.class);
    }

    @Test
    void theOldestVersionCanBeRaised() throws Exception {
        start(new TlsSettings(TlsSettings.Version.TLS_1_3, List.of(), Optional.empty(), List.of()));
        assertThatThrownBy(() -> shake("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                .isInstanceOf(IOException.class);
        shake("TLSv1.3", "TLS_AES_128_GCM_SHA256");
    }

    @Test
    void theSuitesOfTls12CanBeChosen() throws Exception {
        start(
                new TlsSettings(
                        TlsSettings.Version.TLS_1_2,
                        TlsSettings.suites(List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")),
                        Optional.empty(),
                        List.of()));
        shake("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assertThatThrownBy(() -> shake("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void suitesAreNamedAsGoNamesThem() throws Exception {
        start(TlsSettings.defaults());
        assertThat(
                        TlsSettings.suites(
                                List.of(
                                        "TLS_AES_128_GCM_SHA256",
                                        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305")))
                .containsExactly("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        assertThatThrownBy(() -> TlsSettings.suites(List.of("TLS_RSA_WITH_RC4_128_SHA")))
                .hasMessageStartingWith(
                        "Cipher suite TLS_RSA_WITH_RC4_128_SHA not supported or doesn't exist");
        assertThatThrownBy(() -> TlsSettings.Version.of("VersionTLS14"))
                .hasMessageStartingWith("unknown tls version \"VersionTLS14\"");
        assertThatThrownBy(() -> TlsSettings.Version.of("VersionTLS10"))
                .hasMessageStartingWith("VersionTLS10 is not safe");
    }
}
