package dev.purser.server.pki;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/// What a certificate is asked for (PKCS #10, RFC 2986).
///
/// @param commonName empty for none
public record CertificateRequest(
        String commonName, List<String> organizations, AlternativeNames names) {
    public CertificateRequest {
        organizations = List.copyOf(organizations);
    }

    /// The subject alternative names of the four forms that Kubernetes knows; others are not read,
    /// and so never signed.
    public record AlternativeNames(
            List<String> dnsNames,
            List<String> emailAddresses,
            List<String> addresses,
            List<String> uris) {
        public AlternativeNames {
            dnsNames = List.copyOf(dnsNames);
            emailAddresses = List.copyOf(emailAddresses);
            addresses = List.copyOf(addresses);
            uris = List.copyOf(uris);
        }
    }

    /// Reads the `request` of a CertificateSigningRequest: PEM in base64.
    ///
    /// @throws IOException if it is none
    public static CertificateRequest parse(String encoded) throws IOException {
        try {
            PKCS10CertificationRequest request = read(encoded);
            List<String> names = values(request, BCStyle.CN);
            return new CertificateRequest(
                    names.isEmpty() ? "" : names.getLast(),
                    values(request, BCStyle.O),
                    alternativeNames(request));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static PKCS10CertificationRequest read(String encoded) throws IOException {
        String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block == null || !block.getType().equals("CERTIFICATE REQUEST")) {
                throw new IOException("PEM block type must be CERTIFICATE REQUEST");
            }
            return new PKCS10CertificationRequest(block.getContent());
        }
    }

    static List<String> values(PKCS10CertificationRequest request, ASN1ObjectIdentifier type) {
        return Arrays.stream(request.getSubject().getRDNs(type))
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .filter(value -> value.getType().equals(type))
                .map(value -> value.getValue().toString())
                .toList();
    }

    private static AlternativeNames alternativeNames(PKCS10CertificationRequest request)
            throws IOException {
        List<String> dnsNames = new ArrayList<>();
        List<String> emails = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        for (GeneralName name : generalNames(request)) {
            switch (name.getTagNo()) {
                case GeneralName.dNSName -> dnsNames.add(name.getName().toString());
                case GeneralName.rfc822Name -> emails.add(name.getName().toString());
                case GeneralName.iPAddress -> addresses.add(address(name));
                case GeneralName.uniformResourceIdentifier -> uris.add(name.getName().toString());
                default -> {
                    // Nobody here knows what such a name would mean.
                }
            }
        }
        return new AlternativeNames(dnsNames, emails, addresses, uris);
    }

    private static GeneralName[] generalNames(PKCS10CertificationRequest request) {
        Extensions extensions = request.getRequestedExtensions();
        GeneralNames names =
                extensions == null
                        ? null
                        : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        return names == null ? new GeneralName[0] : names.getNames();
    }

    private static String address(GeneralName name) throws IOException {
        try {
            byte[] bytes = ASN1OctetString.getInstance(name.getName()).getOctets();
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IOException("x509: cannot parse IP address of a subjectAltName", e);
        }
    }
}
