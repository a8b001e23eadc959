package dev.purser.server.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.access.ManualClock;
import dev.purser.server.authn.token.StaticTokens;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import dev.purser.server.request.Identity;
import dev.purser.wire.request.ApiRequest;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
        certificates = new ClientCertificateAuthenticator(authorities(pki), clock);
    }

    private static Supplier<List<X509Certificate>> authorities(ClusterPki pki) {
        List<X509Certificate> authorities = List.of(pki.authority());
        return () -> authorities;
    }

    private ClusterPki open(String name) {
        ServingNames names =
                ServingNames.ofApiServer("h", List.of(), InetAddress.ofLiteral("10.96.0.1"));
        return ClusterPki.open(directory.resolve(name), names, clock, new SecureRandom());
    }

    private static ApiRequest certificate(X509Certificate... chain) {
        return FakeRequest.of("/api", List.of(chain));
    }

    private static ApiRequest token(String token) {
        return FakeRequest.withToken(token);
    }

    private static ApiRequest none() {
        return FakeRequest.with();
    }

    private static void assertUnauthorized(RequestAuthentication all, ApiRequest request) {
        assertThatThrownBy(() -> all.authenticate(request))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(StatusReason.UNAUTHORIZED);
                            assertThat(e.getMessage()).isEqualTo("Unauthorized");
                        });
    }

    private static void assertRefused(Authenticator authenticator, ApiRequest request) {
        assertThatThrownBy(() -> authenticator.authenticate(request))
                .isInstanceOf(AuthenticationException.class);
    }

    private Identity known(X509Certificate... chain) throws AuthenticationException {
        return certificates.authenticate(certificate(chain)).orElseThrow().identity();
    }

    @Nested
    class ClientCertificates {
        private final X509Certificate admin() {
            return pki.client(ClientSubject.admin()).certificate();
        }

        @Test
        void sayUserAndGroups() throws Exception {
            Identity identity = known(admin());

            assertThat(identity.name()).isEqualTo("kubernetes-admin");
            assertThat(identity.groups()).containsExactly(Identity.MASTERS);
            assertThat(identity.extra().get(Identity.CREDENTIAL_ID))
                    .singleElement()
                    .asString()
                    .matches("X509SHA256=[0-9a-f]{64}");
        }

        @Test
        void keepTheOrderOfGroups() throws Exception {
            X509Certificate chain =
                    pki.client(new ClientSubject("u", List.of("z", "a", "m, with=signs")))
                            .certificate();

            assertThat(known(chain).groups()).containsExactly("z", "a", "m, with=signs");
        }

        @Test
        void mayBringTheirAuthorityAlong() throws Exception {
            assertThat(certificates.authenticate(certificate(admin(), pki.authority())))
                    .isPresent();
        }

        @Test
        void areNoBusinessOfRequestsWithoutOne() throws Exception {
            assertThat(certificates.authenticate(token("t"))).isEmpty();
        }

        @Test
        void ofAnotherAuthorityAreRefused() throws Exception {
            X509Certificate foreign = open("other").client(ClientSubject.admin()).certificate();

            assertRefused(certificates, certificate(foreign));
            assertRefused(certificates, certificate(foreign, pki.authority()));
        }

        @Test
        void ofServersAreRefused() throws Exception {
            assertRefused(certificates, certificate(pki.serving().certificate()));
        }

        @Test
        void areRefusedOnceTheyHaveEndedAlthoughTheyWereKnown() throws Exception {
            ApiRequest shown = certificate(admin());
            assertThat(certificates.authenticate(shown)).isPresent();

            clock.advance(Duration.ofDays(366));

            assertRefused(certificates, shown);
        }

        @Test
        void areRefusedBeforeTheyBegin() throws Exception {
            X509Certificate later = admin();
            clock.advance(Duration.ofDays(-2));

            assertRefused(certificates, certificate(later));
        }
    }

    @Nested
    class Together {
        private final StaticTokens tokens =
                new StaticTokens(
                        Map.of("secret", Identity.of("admin", Identity.MASTERS)),
                        new SecureRandom());

        private RequestAuthentication union(AnonymousAccess anonymous) {
            return new RequestAuthentication(
                    List.of(certificates, new BearerTokenAuthenticator(tokens, List.of("here"))),
                    anonymous,
                    clock);
        }

        private Identity sender(ApiRequest request) {
            return union(AnonymousAccess.EVERYWHERE).authenticate(request).identity();
        }

        private ApiRequest both(X509Certificate certificate) {
            return FakeRequest.of("/api", List.of(certificate), "Authorization", "Bearer secret");
        }

        @Test
        void theFirstValidCredentialCounts() {
            assertThat(sender(both(pki.client(ClientSubject.admin()).certificate())).name())
                    .isEqualTo("kubernetes-admin");
        }

        @Test
        void aValidTokenMakesUpForABadCertificate() {
            assertThat(sender(both(pki.serving().certificate())))
                    .isEqualTo(Identity.of("admin", Identity.MASTERS, Identity.AUTHENTICATED));
        }

        @Test
        void nothingShownIsAnonymous() {
            assertThat(sender(none())).isEqualTo(Identity.anonymous());
        }

        @Test
        void nothingShownIsRefusedWhereAnonymousIs() {
            assertUnauthorized(union(AnonymousAccess.NOWHERE), none());
            assertUnauthorized(union(AnonymousAccess.HEALTH), none());
        }

        @Test
        void nothingShownIsEnoughToAskForHealth() {
            ApiRequest probe = FakeRequest.of("/livez", List.of());
            assertThat(union(AnonymousAccess.HEALTH).authenticate(probe).identity())
                    .isEqualTo(Identity.anonymous());
            assertUnauthorized(
                    union(AnonymousAccess.HEALTH), FakeRequest.of("/livez/etcd", List.of()));
        }

        @Test
        void aTokenThatNobodyKnowsIsNotAnonymous() {
            assertUnauthorized(union(AnonymousAccess.EVERYWHERE), token("no-such-token"));
        }

        @Test
        void aBadCertificateIsNotAnonymous() {
            assertUnauthorized(
                    union(AnonymousAccess.EVERYWHERE), certificate(pki.serving().certificate()));
        }
    }
}
