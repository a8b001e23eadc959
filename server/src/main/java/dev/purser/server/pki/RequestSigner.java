package dev.purser.server.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
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
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// Signs what others ask the cluster's authority for, as Kubernetes' signers do: the known parts of
/// the subject and the alternative names are kept, usages and lifetime are those that were granted,
/// and everything else that the request has is left out. Thread-safe.
public final class RequestSigner {
    private static final Duration BACKDATE = Duration.ofMinutes(5);

    /// Shorter ones get the five minutes of the past in addition.
    private static final Duration SHORT = Duration.ofHours(8);

    private static final int SERIAL_BITS = 127;

    /// In the order in which Go writes them.
    private static final List<ASN1ObjectIdentifier> SUBJECT_PARTS =
            List.of(
                    BCStyle.C,
                    BCStyle.O,
                    BCStyle.OU,
                    BCStyle.L,
                    BCStyle.ST,
                    BCStyle.STREET,
                    BCStyle.POSTAL_CODE,
                    BCStyle.CN,
                    BCStyle.SERIALNUMBER);

    private final ClusterPki pki;
    private final InstantSource clock;
    private final SecureRandom random;

    public RequestSigner(ClusterPki pki, InstantSource clock, SecureRandom random) {
        this.pki = pki;
        this.clock = clock;
        this.random = random;
    }

    /// Signs a request.
    ///
    /// @param encoded the `request` of a CertificateSigningRequest
    /// @param usages in the words of that kind, such as `client auth`
    /// @return the certificate as PEM
    /// @throws IOException if it cannot be signed; the message is for people
    public String sign(String encoded, Duration validity, List<String> usages) throws IOException {
        PKCS10CertificationRequest request = CertificateRequest.read(encoded);
        RequestedUsages granted = RequestedUsages.of(usages);
        CertifiedKey authority = pki.authorityKey();
        try {
            requireProof(request);
            X509v3CertificateBuilder builder = builder(authority, request, validity);
            addExtensions(builder, authority, granted);
            addNames(builder, CertificateRequest.parse(encoded));
            var signer =
                    new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(authority.privateKey());
            X509Certificate signed = KeyMaterial.certificate(builder.build(signer).getEncoded());
            return Pem.encode(Pem.CERTIFICATE, signed.getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IOException("failed to sign certificate: " + e.getMessage(), e);
        }
    }

    private static void requireProof(PKCS10CertificationRequest request)
            throws IOException, OperatorCreationException, PKCSException {
        var verifier =
                new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo());
        if (!request.isSignatureValid(verifier)) {
            throw new IOException("unable to verify certificate request signature");
        }
    }

    private X509v3CertificateBuilder builder(
            CertifiedKey authority, PKCS10CertificationRequest request, Duration validity)
            throws IOException {
        Instant now = clock.instant();
        Instant last = authority.certificate().getNotAfter().toInstant();
        if (!now.isBefore(last)) {
            throw new IOException(
                    "refusing to sign a certificate that expired in the past: NotAfter=" + last);
        }
        Instant end = now.plus(validity);
        if (validity.compareTo(SHORT) >= 0) {
            end = end.minus(BACKDATE);
        }
        return new X509v3CertificateBuilder(
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded()),
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(BACKDATE)),
                Date.from(end.isBefore(last) ? end : last),
                subject(request),
                request.getSubjectPublicKeyInfo());
    }

    /// Only what has a meaning: a request must not carry a user's UID or anything else that servers
    /// might believe.
    private static X500Name subject(PKCS10CertificationRequest request) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        for (ASN1ObjectIdentifier part : SUBJECT_PARTS) {
            List<String> values = CertificateRequest.values(request, part);
            boolean isSingle = part.equals(BCStyle.CN) || part.equals(BCStyle.SERIALNUMBER);
            if (isSingle && !values.isEmpty()) {
                values = List.of(values.getLast());
            }
            values.stream()
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> name.addRDN(part, value));
        }
        return name.build();
    }

    private static void addExtensions(
            X509v3CertificateBuilder builder, CertifiedKey authority, RequestedUsages usages)
            throws IOException, GeneralSecurityException {
        if (usages.keyUsage() != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usages.keyUsage()));
        }
        if (!usages.purposes().isEmpty()) {
            KeyPurposeId[] purposes = usages.purposes().toArray(KeyPurposeId[]::new);
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
    }

    private static void addNames(X509v3CertificateBuilder builder, CertificateRequest request)
            throws IOException, CertificateEncodingException {
        List<GeneralName> names = new ArrayList<>();
        CertificateRequest.AlternativeNames wanted = request.names();
        wanted.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        wanted.emailAddresses()
                .forEach(name -> names.add(new GeneralName(GeneralName.rfc822Name, name)));
        wanted.addresses().forEach(name -> names.add(new GeneralName(GeneralName.iPAddress, name)));
        wanted.uris()
                .forEach(name ->
                        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, name)));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }
}
