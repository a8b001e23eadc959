package dev.purser.wire.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Which names of a server a key is for: patterns such as `example.org` and `*.example.org`, where
/// a star stands for one label. Immutable.
///
/// @param patterns those that were given; none to take the certificate's
public record ServerNames(List<String> patterns) {
    private static final int DNS_NAME = 2;

    public ServerNames {
        patterns = List.copyOf(patterns);
    }

    /// Whether a client that asks for this name is shown the key.
    public boolean cover(String name, ServingKey key) {
        String wanted = name.toLowerCase(Locale.ROOT);
        List<String> all = patterns.isEmpty() ? names(key.chain().getFirst()) : patterns;
        return all.stream().anyMatch(pattern -> matches(pattern, wanted));
    }

    private static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> each : alternatives) {
                    if (each.getFirst().equals(DNS_NAME)) {
                        names.add(String.valueOf(each.getLast()).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // Names that cannot be read are none.
            return List.of();
        }
        return names;
    }
}
