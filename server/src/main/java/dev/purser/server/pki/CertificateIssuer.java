package dev.purser.server.pki;

import dev.purser.server.pki.CertificateProfile.Usage;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Builds and signs certificates. The one class that needs BouncyCastle. Thread-safe.
final class CertificateIssuer {
    static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    static final Duration LEAF_VALIDITY = Duration.ofDays(365);

    /// Certificates begin to hold a little in the past, for clients whose clocks are behind.
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 159;

    private final InstantSource clock;
    private final SecureRandom random;

    CertificateIssuer(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// A certificate authority's own certificate, signed by itself.
    X509Certificate issueAuthority(KeyPair keys) {
        X500Name name =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, "kubernetes").build();
        try {
            X509v3CertificateBuilder builder =
                    builder(name, name, keys.getPublic(), AUTHORITY_VALIDITY);
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            KeyUsage.digitalSignature
                                    | KeyUsage.keyEncipherment
                                    | KeyUsage.keyCertSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(keys.getPublic()));
            return sign(builder, keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new PkiException("the certificate authority cannot be made", e);
        }
    }

    /// A certificate for the holder of a public key, signed by an authority.
    X509Certificate issue(CertifiedKey authority, CertificateProfile profile, PublicKey key) {
        X500Name issuer =
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded());
        try {
            X509v3CertificateBuilder builder =
                    builder(issuer, subject(profile), key, LEAF_VALIDITY);
            addLeafExtensions(builder, authority, profile, key);
            return sign(builder, authority.privateKey());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new PkiException(
                    "a certificate for " + profile.commonName() + " cannot be made", e);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Duration validity) {
        Instant now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(validity)),
                subject,
                key);
    }

    private static X500Name subject(CertificateProfile profile) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        profile.organizations().forEach(organization -> name.addRDN(BCStyle.O, organization));
        return name.addRDN(BCStyle.CN, profile.commonName()).build();
    }

    private static void addLeafExtensions(
            X509v3CertificateBuilder builder,
            CertifiedKey authority,
            CertificateProfile profile,
            PublicKey key)
            throws IOException, GeneralSecurityException {
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose(profile.usage())));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
        List<GeneralName> names = alternativeNames(profile.names());
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }

    private static KeyPurposeId purpose(Usage usage) {
        return switch (usage) {
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
            case CLIENT -> KeyPurposeId.id_kp_clientAuth;
        };
    }

    private static List<GeneralName> alternativeNames(ServingNames names) {
        List<GeneralName> result = new ArrayList<>();
        names.dnsNames().stream()
                .sorted()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .forEach(result::add);
        names.addresses().stream()
                .map(CertificateIssuer::literal)
                .sorted()
                .map(address -> new GeneralName(GeneralName.iPAddress, address))
                .forEach(result::add);
        return result;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, IOException, GeneralSecurityException {
        var signer =
                new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key);
        return KeyMaterial.certificate(builder.build(signer).getEncoded());
    }
}
