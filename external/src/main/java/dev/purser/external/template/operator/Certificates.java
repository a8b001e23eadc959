package dev.purser.external.template.operator;

import dev.purser.external.template.run.CallException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/// Certificates in PEM, and the chains that they are.
final class Certificates {
    static final String TYPE = "CERTIFICATE";

    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final String SUBJECT_KEY = "2.5.29.14";

    private Certificates() {}

    static X509Certificate read(Pem block) throws CallException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException e) {
            throw new CallException("failed to parse certificate");
        }
    }

    static List<X509Certificate> readAll(String pem) throws CallException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : Pem.read(pem).blocks()) {
            certificates.add(read(block));
        }
        return certificates;
    }

    static String text(X509Certificate certificate) throws CallException {
        try {
            return Pem.of(TYPE, certificate.getEncoded()).text();
        } catch (CertificateEncodingException e) {
            throw new CallException("failed to encode certificate");
        }
    }

    static String text(List<X509Certificate> certificates) throws CallException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(text(certificate));
        }
        return text.toString();
    }

    /// Whether a certificate has signed itself.
    static boolean isRoot(X509Certificate certificate) {
        byte[] authority = authorityKey(certificate);
        return authority.length == 0 || Arrays.equals(authority, subjectKey(certificate));
    }

    /// Puts certificates in order: leaf, intermediate ones, root. Proves nothing about them.
    static List<X509Certificate> ordered(List<X509Certificate> certificates) throws CallException {
        int[] parents = new int[certificates.size()];
        boolean[] isParent = new boolean[certificates.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = parent(certificates, i);
            if (parents[i] >= 0) {
                isParent[parents[i]] = true;
            }
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (int next = leaf(isParent); next >= 0; next = parents[next]) {
            if (chain.size() == parents.length) {
                throw new CallException("constructing chain resulted in cycle");
            }
            chain.add(certificates.get(next));
        }
        return chain;
    }

    private static int parent(List<X509Certificate> certificates, int child) {
        byte[] authority = authorityKey(certificates.get(child));
        for (int i = 0; i < certificates.size(); i++) {
            if (i != child && Arrays.equals(authority, subjectKey(certificates.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    private static int leaf(boolean[] isParent) throws CallException {
        int leaf = -1;
        for (int i = 0; i < isParent.length; i++) {
            if (!isParent[i] && leaf >= 0) {
                throw new CallException("found multiple leaf or disjunct certificates");
            }
            leaf = isParent[i] ? leaf : i;
        }
        if (leaf < 0) {
            throw new CallException("no leaf certificate found");
        }
        return leaf;
    }

    private static byte[] authorityKey(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_KEY);
        if (extension == null) {
            return new byte[0];
        }
        byte[] octets = ASN1OctetString.getInstance(extension).getOctets();
        byte[] key = AuthorityKeyIdentifier.getInstance(octets).getKeyIdentifierOctets();
        return key == null ? new byte[0] : key;
    }

    private static byte[] subjectKey(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(SUBJECT_KEY);
        if (extension == null) {
            return new byte[0];
        }
        byte[] octets = ASN1OctetString.getInstance(extension).getOctets();
        return SubjectKeyIdentifier.getInstance(octets).getKeyIdentifier();
    }
}
