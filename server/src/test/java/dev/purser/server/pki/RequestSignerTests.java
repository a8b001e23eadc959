package dev.purser.server.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestSignerTests {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> CLIENT = List.of("digital signature", "client auth");

    @TempDir private Path directory;

    private final ManualClock clock = new ManualClock(START);
    private final SecureRandom random = new SecureRandom();
    private ClusterPki pki;
    private RequestSigner signer;
    private KeyPair keys;

    @BeforeEach
    void open() throws Exception {
        ServingNames names =
                ServingNames.ofApiServer("h", List.of(), InetAddress.ofLiteral("10.96.0.1"));
        pki = ClusterPki.open(directory.resolve("pki"), names, clock, random);
        signer = new RequestSigner(pki, clock, random);
        keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    }

    private byte[] request(String subject, GeneralName... names) throws Exception {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        if (names.length > 0) {
            extensions.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
                .addAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    private static String encoded(byte[] der) {
        String pem = Pem.encode("CERTIFICATE REQUEST", der);
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private X509Certificate sign(byte[] request, Duration validity, String... usages)
            throws Exception {
        List<String> wanted = usages.length == 0 ? CLIENT : List.of(usages);
        String pem = signer.sign(encoded(request), validity, wanted);
        X509Certificate signed =
                KeyMaterial.certificate(Pem.decode(Pem.CERTIFICATE, pem).orElseThrow());
        signed.verify(pki.authority().getPublicKey());
        return signed;
    }

    @Test
    void nothingIsSignedThatWasNotGranted() throws Exception {
        X509Certificate signed =
                sign(request("UID=7,O=ops,O=dev,CN=jane,DC=x"), Duration.ofHours(1));

        assertThat(signed.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(signed.getKeyUsage()[0]).as("digital signature").isTrue();
        assertThat(signed.getKeyUsage()[5]).as("certificate signing").isFalse();
        assertThat(signed.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(signed.getSubjectX500Principal().getName()).isEqualTo("CN=jane,O=dev,O=ops");
        assertThat(signed.getPublicKey()).isEqualTo(keys.getPublic());
    }

    @Test
    void theFourFormsOfNamesAreKept() throws Exception {
        byte[] request =
                request(
                        "CN=x",
                        new GeneralName(GeneralName.dNSName, "a.example"),
                        new GeneralName(GeneralName.iPAddress, "10.0.0.1"),
                        new GeneralName(GeneralName.iPAddress, "fd00::1"),
                        new GeneralName(GeneralName.rfc822Name, "m@example"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://x"),
                        new GeneralName(GeneralName.registeredID, "1.2.3"));

        CertificateRequest read = CertificateRequest.parse(encoded(request));
        assertThat(read.names().dnsNames()).containsExactly("a.example");
        assertThat(read.names().addresses()).containsExactly("10.0.0.1", "fd00:0:0:0:0:0:0:1");
        assertThat(sign(request, Duration.ofHours(1)).getSubjectAlternativeNames()).hasSize(5);
    }

    @Test
    void longOnesBeginAndEndFiveMinutesEarlierAndShortOnesBeginEarlier() throws Exception {
        Duration skew = Duration.ofMinutes(5);
        X509Certificate shortLived = sign(request("CN=x"), Duration.ofHours(1));
        assertThat(shortLived.getNotBefore()).isEqualTo(Date.from(START.minus(skew)));
        assertThat(shortLived.getNotAfter()).isEqualTo(Date.from(START.plus(Duration.ofHours(1))));

        X509Certificate longLived = sign(request("CN=x"), Duration.ofDays(365));
        assertThat(longLived.getNotAfter())
                .isEqualTo(Date.from(START.plus(Duration.ofDays(365)).minus(skew)));
    }

    @Test
    void nothingOutlivesTheAuthority() throws Exception {
        clock.advance(CertificateIssuer.AUTHORITY_VALIDITY.minusDays(1));
        assertThat(sign(request("CN=x"), Duration.ofDays(365)).getNotAfter())
                .isEqualTo(pki.authority().getNotAfter());

        clock.advance(Duration.ofDays(2));
        assertThatThrownBy(() -> sign(request("CN=x"), Duration.ofDays(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refusing to sign a certificate that expired in the past");
    }

    @Test
    void whoDoesNotHaveTheKeyGetsNothing() throws Exception {
        byte[] request = request("CN=x");
        request[request.length - 8] ^= 1;
        assertThatThrownBy(() -> sign(request, Duration.ofHours(1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void unknownUsagesAreRefused() {
        assertThatThrownBy(() -> sign(request("CN=x"), Duration.ofHours(1), "client auth", "fly"))
                .isInstanceOf(IOException.class)
                .hasMessage("unrecognized usage values: [\"fly\"]");
    }

    @Test
    void usagesAreWrittenOnceAndInKubernetesOrder() throws Exception {
        X509Certificate signed =
                sign(
                        request("CN=x"),
                        Duration.ofHours(1),
                        "client auth",
                        "s/mime",
                        "server auth",
                        "email protection",
                        "key encipherment");
        assertThat(signed.getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4");
        assertThat(signed.getKeyUsage()[2]).isTrue();
    }
}
