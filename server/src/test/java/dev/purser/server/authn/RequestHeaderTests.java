package dev.purser.server.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import dev.purser.server.request.Identity;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestHeaderTests {
    private final ManualClock clock = new ManualClock();

    @TempDir private Path directory;
    private ClusterPki proxies;

    @BeforeEach
    void makeProxies() {
        proxies = pki("proxies");
    }

    private ClusterPki pki(String name) {
        return ClusterPki.open(
                directory.resolve(name),
                new ServingNames(Set.of("h"), Set.of()),
                clock,
                new SecureRandom());
    }

    private static X509Certificate client(ClusterPki pki, String name) {
        return pki.client(new ClientSubject(name, List.of())).certificate();
    }

    private Optional<Identity> sender(X509Certificate shown, String... headers) throws Exception {
        RequestHeaderSettings settings =
                new RequestHeaderSettings(
                        List.of(proxies.authority()),
                        List.of("front"),
                        List.of("X-Remote-User", "X-Other-User"),
                        List.of("X-Remote-Uid"),
                        List.of("X-Remote-Group"),
                        List.of("X-Remote-Extra-"));
        return new RequestHeaderAuthenticator(settings, clock)
                .authenticate(FakeRequest.of("/api", List.of(shown), headers))
                .map(Authentication::identity);
    }

    @Test
    void aProxySaysWhomItSpeaksFor() throws Exception {
        assertThat(
                        sender(
                                client(proxies, "front"),
                                "x-remote-user",
                                "ada",
                                "X-Remote-Uid",
                                "u1",
                                "X-Remote-Group",
                                "a",
                                "X-Remote-Group",
                                "b",
                                "X-Remote-Extra-Acme.com%2Fscope",
                                "wide",
                                "X-Remote-Extra-Bad%zz",
                                "x"))
                .contains(
                        new Identity(
                                "ada",
                                "u1",
                                List.of("a", "b"),
                                Map.of(
                                        "acme.com/scope", List.of("wide"),
                                        "bad%zz", List.of("x"))));
    }

    @Test
    void theFirstHeaderWithAValueCounts() throws Exception {
        assertThat(
                        sender(client(proxies, "front"), "X-Other-User", "bob", "X-Remote-User", "")
                                .orElseThrow()
                                .name())
                .isEqualTo("bob");
        assertThat(sender(client(proxies, "front"))).isEmpty();
    }

    @Test
    void nobodyElseIsBelieved() {
        assertThatThrownBy(() -> sender(client(proxies, "back"), "X-Remote-User", "ada"))
                .hasMessage("x509: subject with cn=back is not in the allowed list");
        assertThatThrownBy(() -> sender(client(pki("other"), "front"), "X-Remote-User", "ada"))
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> sender(proxies.serving().certificate(), "X-Remote-User", "ada"))
                .isInstanceOf(AuthenticationException.class);
    }
}
