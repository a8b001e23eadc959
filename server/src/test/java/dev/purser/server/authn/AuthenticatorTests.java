package dev.purser.server.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.access.ManualClock;
import dev.purser.server.authn.UnionAuthenticator.Anonymous;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import dev.purser.server.request.Credentials;
import dev.purser.server.request.Identity;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticatorTests {
    private final ManualClock clock = new ManualClock();

    @TempDir private Path directory;
    private ClusterPki pki;
    private ClientCertificateAuthenticator certificates;

    @BeforeEach
    void openPki() {
        pki = open("pki");
        certificates = new ClientCertificateAuthenticator(pki.authority(), clock);
    }

    private ClusterPki open(String name) {
        ServingNames names =
                ServingNames.ofApiServer("h", List.of(), InetAddress.ofLiteral("10.96.0.1"));
        return ClusterPki.open(directory.resolve(name), names, clock, new SecureRandom());
    }

    private static Credentials certificate(X509Certificate... chain) {
        return Credentials.of(List.of(chain), Optional.empty());
    }

    private static Credentials token(String token) {
        return Credentials.of(List.of(), Optional.of(token));
    }

    private static Credentials none() {
        return Credentials.of(List.of(), Optional.empty());
    }

    private static void assertUnauthorized(Authenticator authenticator, Credentials credentials) {
        assertThatThrownBy(() -> authenticator.authenticate(credentials))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(StatusReason.UNAUTHORIZED);
                            assertThat(e.getMessage()).isEqualTo("Unauthorized");
                        });
    }

    @Nested
    class ClientCertificates {
        private final X509Certificate admin() {
            return pki.client(ClientSubject.admin()).certificate();
        }

        @Test
        void sayUserAndGroups() {
            Identity identity = certificates.authenticate(certificate(admin())).orElseThrow();

            assertThat(identity.name()).isEqualTo("kubernetes-admin");
            assertThat(identity.groups()).containsExactly(Identity.MASTERS, Identity.AUTHENTICATED);
            assertThat(identity.extra().get(Identity.CREDENTIAL_ID))
                    .singleElement()
                    .asString()
                    .matches("X509SHA256=[0-9a-f]{64}");
        }

        @Test
        void keepTheOrderOfGroups() {
            X509Certificate chain =
                    pki.client(new ClientSubject("u", List.of("z", "a", "m, with=signs")))
                            .certificate();

            assertThat(certificates.authenticate(certificate(chain)).orElseThrow().groups())
                    .containsExactly("z", "a", "m, with=signs", Identity.AUTHENTICATED);
        }

        @Test
        void mayBringTheirAuthorityAlong() {
            assertThat(certificates.authenticate(certificate(admin(), pki.authority())))
                    .isPresent();
        }

        @Test
        void areNoBusinessOfRequestsWithoutOne() {
            assertThat(certificates.authenticate(token("t"))).isEmpty();
        }

        @Test
        void ofAnotherAuthorityAreRefused() {
            X509Certificate foreign = open("other").client(ClientSubject.admin()).certificate();

            assertUnauthorized(certificates, certificate(foreign));
            assertUnauthorized(certificates, certificate(foreign, pki.authority()));
        }

        @Test
        void ofServersAreRefused() {
            assertUnauthorized(certificates, certificate(pki.serving().certificate()));
        }

        @Test
        void areRefusedOnceTheyHaveEndedAlthoughTheyWereKnown() {
            Credentials shown = certificate(admin());
            assertThat(certificates.authenticate(shown)).isPresent();

            clock.advance(Duration.ofDays(366));

            assertUnauthorized(certificates, shown);
        }

        @Test
        void areRefusedBeforeTheyBegin() {
            X509Certificate later = admin();
            clock.advance(Duration.ofDays(-2));

            assertUnauthorized(certificates, certificate(later));
        }
    }

    @Nested
    class StaticTokens {
        private final Identity admin = Identity.of("admin", Identity.MASTERS);
        private final Authenticator tokens = new StaticTokenAuthenticator("secret", admin);

        @Test
        void standForTheirIdentity() {
            assertThat(tokens.authenticate(token("secret"))).contains(admin);
        }

        @Test
        void leaveOtherTokensToOthers() {
            assertThat(tokens.authenticate(token("secret2"))).isEmpty();
            assertThat(tokens.authenticate(token(""))).isEmpty();
            assertThat(tokens.authenticate(none())).isEmpty();
        }

        @Test
        void cannotBeBlank() {
            assertThatThrownBy(() -> new StaticTokenAuthenticator(" ", admin))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Together {
        private final Identity admin = Identity.of("admin", Identity.MASTERS);

        private Authenticator union(Anonymous anonymous) {
            return new UnionAuthenticator(
                    List.of(certificates, new StaticTokenAuthenticator("secret", admin)),
                    anonymous);
        }

        @Test
        void theFirstValidCredentialCounts() {
            Credentials both =
                    Credentials.of(
                            List.of(pki.client(ClientSubject.admin()).certificate()),
                            Optional.of("secret"));

            assertThat(union(Anonymous.ALLOWED).authenticate(both).orElseThrow().name())
                    .isEqualTo("kubernetes-admin");
        }

        @Test
        void aValidTokenMakesUpForABadCertificate() {
            Credentials both =
                    Credentials.of(List.of(pki.serving().certificate()), Optional.of("secret"));

            assertThat(union(Anonymous.ALLOWED).authenticate(both)).contains(admin);
        }

        @Test
        void nothingShownIsAnonymous() {
            assertThat(union(Anonymous.ALLOWED).authenticate(none()))
                    .contains(Identity.anonymous());
        }

        @Test
        void nothingShownIsRefusedWhereAnonymousIs() {
            assertUnauthorized(union(Anonymous.REFUSED), none());
        }

        @Test
        void aTokenThatNobodyKnowsIsNotAnonymous() {
            assertUnauthorized(union(Anonymous.ALLOWED), token("no-such-token"));
        }

        @Test
        void aBadCertificateIsNotAnonymous() {
            assertUnauthorized(union(Anonymous.ALLOWED), certificate(pki.serving().certificate()));
        }
    }
}
