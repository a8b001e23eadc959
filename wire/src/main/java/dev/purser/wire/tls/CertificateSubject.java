package dev.purser.wire.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// What the subject of a certificate says of a user.
///
/// @param commonName the last one of several, as in Kubernetes; empty where there is none
/// @param organizations in the order of the certificate
/// @param uid of the part 1.3.6.1.4.1.57683.2, empty where there is none
public record CertificateSubject(String commonName, List<String> organizations, String uid) {
    private static final String UID = "1.3.6.1.4.1.57683.2";

    public CertificateSubject {
        organizations = List.copyOf(organizations);
    }

    /// @throws ClientCertificateException when the subject says more than one uid, or an empty one
    public static CertificateSubject of(X509Certificate certificate)
            throws ClientCertificateException {
        String name = "";
        List<String> organizations = new ArrayList<>();
        List<String> uids = new ArrayList<>();
        for (Part part : parts(certificate)) {
            switch (part.type()) {
                case "CN" -> name = part.value();
                case "O" -> organizations.add(part.value());
                case "UID-OF-USER" -> uids.add(part.value());
                default -> {
                    // Other parts of a name have no meaning here.
                }
            }
        }
        return new CertificateSubject(name, organizations, uid(uids));
    }

    private static String uid(List<String> uids) throws ClientCertificateException {
        if (uids.size() > 1) {
            throw new ClientCertificateException(
                    "expected 1 UID, but found multiple: [" + String.join(" ", uids) + "]");
        }
        if (uids.contains("")) {
            throw new ClientCertificateException("UID cannot be an empty string");
        }
        return uids.isEmpty() ? "" : uids.getFirst();
    }

    private record Part(String type, String value) {}

    private static List<Part> parts(X509Certificate certificate) throws ClientCertificateException {
        String text =
                certificate
                        .getSubjectX500Principal()
                        .getName(X500Principal.RFC2253, Map.of(UID, "UID-OF-USER"));
        List<Part> parts = new ArrayList<>();
        try {
            for (Rdn rdn : new LdapName(text).getRdns()) {
                var attributes = rdn.toAttributes().getAll();
                while (attributes.hasMore()) {
                    Attribute attribute = attributes.next();
                    var values = attribute.getAll();
                    while (values.hasMore()) {
                        parts.add(new Part(attribute.getID(), text(values.next())));
                    }
                }
            }
            return parts;
        } catch (InvalidNameException e) {
            throw unreadable();
        } catch (NamingException e) {
            throw unreadable();
        }
    }

    private static String text(Object value) throws ClientCertificateException {
        if (value instanceof String text) {
            return text;
        }
        throw unreadable();
    }

    private static ClientCertificateException unreadable() {
        return new ClientCertificateException("the subject of a client certificate cannot be read");
    }
}
