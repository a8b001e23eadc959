package dev.purser.external.template.sprig;

import dev.purser.external.template.run.CallException;
import dev.purser.external.template.value.KeyPair;
import dev.purser.external.template.value.Utf8;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
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
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// Makes keys and certificates, all in PEM. Thread-safe.
final class CertificateMaker {
    private static final int CERTIFICATE_KEY_BITS = 2048;
    private static final int KEY_BITS = 4096;
    private static final int DSA_BITS = 2048;
    private static final int SERIAL_BITS = 127;

    private final InstantSource clock;
    private final SecureRandom random;

    CertificateMaker(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// What a certificate is for.
    record Request(String name, List<String> addresses, List<String> hosts, long days) {
        Request {
            addresses = List.copyOf(addresses);
            hosts = List.copyOf(hosts);
        }
    }

    /// A new private key, or a text that says what is wrong.
    String privateKey(String type) throws CallException {
        return switch (type) {
            case "", "rsa" -> text(generate("RSA", KEY_BITS).privateKey());
            case "dsa" -> text(generate("DSA", DSA_BITS).privateKey());
            case "ecdsa" -> text(generateCurve().privateKey());
            case "ed25519" -> pkcs8(generate("Ed25519", 255).privateKey());
            default -> "Unknown type " + type;
        };
    }

    private record Keys(PrivateKey privateKey, PublicKey publicKey) {
        static Keys of(java.security.KeyPair pair) {
            return new Keys(pair.getPrivate(), pair.getPublic());
        }
    }

    private Keys generate(String algorithm, int bits) throws CallException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits, random);
            return Keys.of(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new CallException("failed to generate private key");
        }
    }

    private Keys generateCurve() throws CallException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return Keys.of(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new CallException("failed to generate private key");
        }
    }

    KeyPair authority(Request request, String key) throws CallException {
        Keys keys = keys(key);
        return make(request, keys, name(request.name()), keys, true);
    }

    KeyPair selfSigned(Request request, String key) throws CallException {
        Keys keys = keys(key);
        return make(request, keys, name(request.name()), keys, false);
    }

    KeyPair signed(Request request, String key, KeyPair authority) throws CallException {
        X500Name issuer = certificate(authority.certificate()).getSubject();
        return make(request, keys(key), issuer, read(authority.key()), false);
    }

    private Keys keys(String pem) throws CallException {
        return pem.isEmpty() ? generate("RSA", CERTIFICATE_KEY_BITS) : read(pem);
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    }

    private KeyPair make(Request request, Keys keys, X500Name issuer, Keys signer, boolean ca)
            throws CallException {
        Instant now = clock.instant();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(request.days()))),
                        name(request.name()),
                        keys.publicKey());
        try {
            extend(builder, request, keys, signer, ca);
            X509CertificateHolder certificate =
                    builder.build(
                            new JcaContentSignerBuilder(algorithm(signer.privateKey()))
                                    .setSecureRandom(random)
                                    .build(signer.privateKey()));
            return new KeyPair(
                    text(new PemObject("CERTIFICATE", certificate.getEncoded())),
                    text(keys.privateKey()));
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | IllegalArgumentException e) {
            throw new CallException("error creating certificate");
        }
    }

    private static void extend(
            JcaX509v3CertificateBuilder builder,
            Request request,
            Keys keys,
            Keys signer,
            boolean ca)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        int usage = KeyUsage.keyEncipherment | KeyUsage.digitalSignature;
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(ca ? usage | KeyUsage.keyCertSign : usage));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                        }));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        if (ca) {
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(keys.publicKey()));
        } else if (!signer.equals(keys)) {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(signer.publicKey()));
        }
        List<GeneralName> names = new ArrayList<>();
        request.hosts().forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
        request.addresses().forEach(ip -> names.add(new GeneralName(GeneralName.iPAddress, ip)));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            case "EdDSA", "Ed25519" -> "Ed25519";
            default -> "SHA256withRSA";
        };
    }

    /// Makes sure that two texts are a certificate and a private key.
    static void check(String certificate, String key) throws CallException {
        certificate(certificate);
        read(key);
    }

    private static X509CertificateHolder certificate(String pem) throws CallException {
        try (PEMParser parser = new PEMParser(new StringReader(Utf8.decode(pem)))) {
            if (parser.readObject() instanceof X509CertificateHolder holder) {
                return holder;
            }
        } catch (IOException e) {
            throw new CallException("error parsing certificate");
        }
        throw new CallException("unable to decode certificate");
    }

    private static Keys read(String pem) throws CallException {
        try (PEMParser parser = new PEMParser(new StringReader(Utf8.decode(pem)))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return switch (parser.readObject()) {
                case PEMKeyPair pair -> Keys.of(converter.getKeyPair(pair));
                case PrivateKeyInfo info -> withPublicKey(converter.getPrivateKey(info));
                case null, default ->
                        throw new CallException("error parsing private key: no PEM data in input");
            };
        } catch (IOException | GeneralSecurityException e) {
            throw new CallException("error parsing private key");
        }
    }

    private static Keys withPublicKey(PrivateKey key)
            throws GeneralSecurityException, CallException {
        if (key instanceof RSAPrivateCrtKey rsa) {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
            return new Keys(key, KeyFactory.getInstance("RSA").generatePublic(spec));
        }
        throw new CallException("error parsing private key: PKCS #8 is understood for RSA alone");
    }

    private static String text(PrivateKey key) throws CallException {
        return key.getAlgorithm().toLowerCase(Locale.ROOT).startsWith("ed")
                ? pkcs8(key)
                : text((Object) key);
    }

    private static String pkcs8(PrivateKey key) throws CallException {
        return text((Object) new PemObject("PRIVATE KEY", key.getEncoded()));
    }

    private static String text(Object object) throws CallException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new CallException("error pem-encoding");
        }
        return text.toString().replace("\r\n", "\n");
    }
}
