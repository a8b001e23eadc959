package dev.purser.server.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPkiTests {
    private static final InetAddress HOST = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress SERVICE = InetAddress.ofLiteral("10.96.0.1");

    private final ManualClock clock = new ManualClock();
    private final SecureRandom random = new SecureRandom();

    @TempDir private Path directory;

    private ClusterPki open(InetAddress... hostAddresses) {
        ServingNames names =
                ServingNames.ofApiServer("box.example", List.of(hostAddresses), SERVICE);
        return ClusterPki.open(directory.resolve("pki"), names, clock, random);
    }

    @Nested
    class OnAFreshDirectory {
        @Test
        void theServingCertificateIsSignedByTheAuthorityAndNamesTheServer() throws Exception {
            ClusterPki pki = open(HOST);

            X509Certificate serving = pki.serving().certificate();

            serving.verify(pki.authority().getPublicKey());
            ServingNames names = ServingNames.of(serving);
            assertThat(names.dnsNames())
                    .containsExactlyInAnyOrder(
                            "localhost",
                            "box.example",
                            "kubernetes",
                            "kubernetes.default",
                            "kubernetes.default.svc",
                            "kubernetes.default.svc.cluster.local");
            assertThat(names.addresses())
                    .containsExactlyInAnyOrder(
                            HOST,
                            SERVICE,
                            InetAddress.ofLiteral("127.0.0.1"),
                            InetAddress.ofLiteral("::1"));
            assertThat(serving.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        }

        @Test
        void onlyTheAuthorityMaySignCertificates() {
            ClusterPki pki = open();

            assertThat(pki.authority().getBasicConstraints()).isNotNegative();
            assertThat(pki.serving().certificate().getBasicConstraints()).isNegative();
        }

        @Test
        void theAdminCertificateCarriesTheMastersGroup() throws Exception {
            ClusterPki pki = open();

            X509Certificate admin = pki.client(ClientSubject.admin()).certificate();

            admin.verify(pki.authority().getPublicKey());
            assertThat(admin.getSubjectX500Principal().getName())
                    .isEqualTo("CN=kubernetes-admin,O=system:masters");
            assertThat(admin.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        }

        @Test
        void aNodeCertificateNamesTheNode() {
            X509Certificate node = open().client(ClientSubject.node("n1")).certificate();

            assertThat(node.getSubjectX500Principal().getName())
                    .isEqualTo("CN=system:node:n1,O=system:nodes");
        }

        @Test
        void nobodyElseCanReadTheKeys() throws IOException {
            ClusterPki pki = open();
            pki.serving();
            pki.client(ClientSubject.admin());
            pki.serviceAccountKey();

            Path pkiDirectory = directory.resolve("pki");
            assertThat(permissions(pkiDirectory)).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(pkiDirectory)) {
                assertThat(files.filter(file -> !file.endsWith("ca.crt")))
                        .hasSize(4)
                        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
            }
        }

        private String permissions(Path file) throws IOException {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        }
    }

    @Nested
    class OnASecondStart {
        @Test
        void everythingIsTheSame() {
            ClusterPki first = open(HOST);
            X509Certificate serving = first.serving().certificate();
            X509Certificate admin = first.client(ClientSubject.admin()).certificate();
            var signingKey = first.serviceAccountKey();

            ClusterPki second = open(HOST);

            assertThat(second.authority()).isEqualTo(first.authority());
            assertThat(second.serving().certificate()).isEqualTo(serving);
            assertThat(second.client(ClientSubject.admin()).certificate()).isEqualTo(admin);
            assertThat(second.serviceAccountKey().getPublic()).isEqualTo(signingKey.getPublic());
            assertThat(second.serviceAccountKey().getPrivate()).isEqualTo(signingKey.getPrivate());
        }

        @Test
        void aNewAddressOfTheHostBringsANewServingCertificate() throws Exception {
            X509Certificate before = open().serving().certificate();

            X509Certificate after = open(HOST).serving().certificate();

            assertThat(after).isNotEqualTo(before);
            assertThat(ServingNames.of(after).addresses()).contains(HOST);
        }

        @Test
        void anAddressThatWentAwayDoesNot() {
            X509Certificate before = open(HOST).serving().certificate();

            assertThat(open().serving().certificate()).isEqualTo(before);
        }

        @Test
        void certificatesOfAnotherAuthorityAreReplaced() throws Exception {
            X509Certificate before = open().serving().certificate();
            Files.delete(directory.resolve("pki/ca.crt"));
            Files.delete(directory.resolve("pki/ca.key"));

            ClusterPki other = open();

            assertThat(other.serving().certificate()).isNotEqualTo(before);
            other.serving().certificate().verify(other.authority().getPublicKey());
        }

        @Test
        void keysForClientsAreOfTheKindThatAllOfThemRead() {
            ClusterPki pki = open();

            assertThat(pki.client(ClientSubject.admin()).privateKey().getAlgorithm())
                    .isEqualTo("RSA");
            assertThat(pki.serving().privateKey().getAlgorithm()).isEqualTo("EC");
        }

        @Test
        void aClientsKeyOfAnotherKindIsReplaced() throws IOException {
            CertifiedKey serving = open().serving();
            Files.writeString(
                    directory.resolve("pki/kubernetes-admin.pem"),
                    serving.certificatePem() + serving.privateKeyPem());

            assertThat(open().client(ClientSubject.admin()).privateKey().getAlgorithm())
                    .isEqualTo("RSA");
        }

        @Test
        void anAuthorityWithoutItsKeyIsAnError() throws IOException {
            open();
            Files.delete(directory.resolve("pki/ca.key"));

            assertThatThrownBy(() -> open())
                    .isInstanceOf(PkiException.class)
                    .hasMessageContaining("ca.key");
        }

        @Test
        void aFileThatIsNotACertificateIsAnErrorThatNamesTheFile() throws IOException {
            open().serving();
            Files.writeString(
                    directory.resolve("pki/apiserver.pem"),
                    Pem.encode(Pem.PRIVATE_KEY, new byte[] {1, 2, 3}));

            assertThatThrownBy(() -> open().serving())
                    .isInstanceOf(PkiException.class)
                    .hasMessageContaining("apiserver.pem");
        }
    }

    @Nested
    class NearTheEnd {
        private static final Duration PAST_RENEWAL =
                CertificateIssuer.LEAF_VALIDITY
                        .minus(ClusterPki.RENEW_BEFORE_END)
                        .plus(Duration.ofDays(1));

        @Test
        void aRunningServerRenewsItsCertificateAndKeepsTheKey() {
            ClusterPki pki = open();
            CertifiedKey before = pki.serving();

            clock.advance(PAST_RENEWAL);
            CertifiedKey after = pki.serving();

            assertThat(after.certificate().getNotAfter())
                    .isAfter(before.certificate().getNotAfter());
            assertThat(after.privateKey()).isEqualTo(before.privateKey());
            assertThat(after.certificate().getPublicKey())
                    .isEqualTo(before.certificate().getPublicKey());
        }

        @Test
        void aClientCertificateIsRenewed() {
            X509Certificate before = open().client(ClientSubject.admin()).certificate();

            clock.advance(PAST_RENEWAL);

            assertThat(open().client(ClientSubject.admin()).certificate().getNotAfter())
                    .isAfter(before.getNotAfter());
        }

        @Test
        void aNodesServingCertificateIsRenewedWhileItServesAndKeepsItsKey() throws Exception {
            ClusterPki pki = open();
            Supplier<CertifiedKey> node =
                    pki.nodeServing("n1", ServingNames.ofNode("n1", List.of(HOST)));
            CertifiedKey before = node.get();

            assertThat(node.get()).isSameAs(before);
            assertThat(before.certificate().getSubjectX500Principal().getName())
                    .isEqualTo("CN=system:node:n1,O=system:nodes");
            assertThat(before.certificate().getExtendedKeyUsage())
                    .containsExactly("1.3.6.1.5.5.7.3.1");
            assertThat(ServingNames.of(before.certificate()).addresses()).contains(HOST);

            clock.advance(PAST_RENEWAL);

            CertifiedKey after = node.get();
            assertThat(after.certificate().getNotAfter())
                    .isAfter(before.certificate().getNotAfter());
            assertThat(after.certificate().getPublicKey())
                    .isEqualTo(before.certificate().getPublicKey());
            after.certificate().verify(pki.authority().getPublicKey());
        }

        @Test
        void aRenewedAuthorityStillStandsForWhatItSignedBefore() throws GeneralSecurityException {
            ClusterPki before = open();
            X509Certificate serving = before.serving().certificate();

            clock.advance(CertificateIssuer.AUTHORITY_VALIDITY.minusDays(30));
            ClusterPki after = open();

            assertThat(after.authority().getNotAfter()).isAfter(before.authority().getNotAfter());
            serving.verify(after.authority().getPublicKey());
            after.serving().certificate().verify(before.authority().getPublicKey());
        }
    }
}
