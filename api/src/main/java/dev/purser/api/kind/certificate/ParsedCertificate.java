package dev.purser.api.kind.certificate;

import java.io.IOException;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;

/// What has to be known of a certificate (RFC 5280) that somebody wants to be stored. Those whose
/// issuer has no name are read too, as Go does and the JDK does not.
///
/// @param isAuthority whether it may issue others
record ParsedCertificate(boolean isAuthority) {
    private static final int VERSION = 0;
    private static final int EXTENSIONS = 3;

    /// Reads one in DER; empty when it is none.
    static Optional<ParsedCertificate> of(byte[] der) {
        try {
            ASN1Sequence whole = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
            return Optional.of(signed(ASN1Sequence.getInstance(whole.getObjectAt(0)).getObjects()));
        } catch (IOException
                | IllegalArgumentException
                | NoSuchElementException
                | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static ParsedCertificate signed(Enumeration<?> parts) {
        Object serial = parts.nextElement();
        if (serial instanceof ASN1TaggedObject version && version.getTagNo() == VERSION) {
            serial = parts.nextElement();
        }
        ASN1Integer.getInstance(serial);
        AlgorithmIdentifier.getInstance(parts.nextElement());
        X500Name.getInstance(parts.nextElement());
        ASN1Sequence validity = ASN1Sequence.getInstance(parts.nextElement());
        Time.getInstance(validity.getObjectAt(0));
        Time.getInstance(validity.getObjectAt(1));
        X500Name.getInstance(parts.nextElement());
        SubjectPublicKeyInfo.getInstance(parts.nextElement());
        boolean isAuthority = false;
        while (parts.hasMoreElements()) {
            ASN1TaggedObject part = ASN1TaggedObject.getInstance(parts.nextElement());
            if (part.getTagNo() == EXTENSIONS) {
                isAuthority = isAuthority(Extensions.getInstance(part, true));
            }
        }
        return new ParsedCertificate(isAuthority);
    }

    private static boolean isAuthority(Extensions extensions) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
        return constraints != null && constraints.isCA();
    }
}
