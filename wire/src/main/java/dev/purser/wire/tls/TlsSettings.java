package dev.purser.wire.tls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What of TLS is offered, and which keys are shown. Immutable.
///
/// Only forward-secret suites with authenticated encryption are there to choose from; what older
/// versions need beside them, CBC and RSA key exchange, is not.
///
/// @param minimum the oldest version
/// @param cipherSuites of TLS 1.2, the best first; those of TLS 1.3 are all good and always there
/// @param key what is shown; empty for the server's own
/// @param byName what is shown to those who ask for some names
public record TlsSettings(
        Version minimum,
        List<String> cipherSuites,
        Optional<Supplier<ServingKey>> key,
        List<Named> byName) {
    private static final List<String> SUITES_OF_1_3 =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    private static final List<String> SUITES_OF_1_2 =
            List.of(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /// Go's older names.
    private static final Map<String, String> ALIASES =
            Map.of(
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    public TlsSettings {
        cipherSuites = List.copyOf(cipherSuites);
        byName = List.copyOf(byName);
    }

    /// A version of TLS.
    public enum Version {
        TLS_1_2("VersionTLS12"),
        TLS_1_3("VersionTLS13");

        private final String flag;

        Version(String flag) {
            this.flag = flag;
        }

        /// The version that kube-apiserver's flags name so.
        ///
        /// @throws IllegalArgumentException with a line for the user
        public static Version of(String text) {
            for (Version each : values()) {
                if (each.flag.equals(text)) {
                    return each;
                }
            }
            String problem =
                    text.equals("VersionTLS10") || text.equals("VersionTLS11")
                            ? "%s is not safe and not offered"
                            : "unknown tls version \"%s\"";
            throw new IllegalArgumentException(
                    problem.formatted(text) + ": VersionTLS12 or VersionTLS13");
        }
    }

    /// A key for some names.
    public record Named(ServerNames names, Supplier<ServingKey> key) {}

    public static TlsSettings defaults() {
        return new TlsSettings(Version.TLS_1_2, SUITES_OF_1_2, Optional.empty(), List.of());
    }

    /// The suites of TLS 1.2 among these, in the order given.
    ///
    /// @param names as Go has them
    /// @throws IllegalArgumentException with a line for the user
    public static List<String> suites(List<String> names) {
        Map<String, Boolean> chosen = new LinkedHashMap<>();
        for (String name : names) {
            String suite = ALIASES.getOrDefault(name, name);
            if (SUITES_OF_1_2.contains(suite)) {
                chosen.put(suite, true);
            } else if (!SUITES_OF_1_3.contains(suite)) {
                throw new IllegalArgumentException(
                        "Cipher suite %s not supported or doesn't exist: one of %s"
                                .formatted(name, String.join(", ", SUITES_OF_1_2)));
            }
        }
        return List.copyOf(chosen.keySet());
    }

    /// As Java names them.
    public List<String> protocols() {
        return minimum == Version.TLS_1_3 ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2");
    }

    /// All suites that are offered, as Java names them.
    public List<String> allCipherSuites() {
        List<String> all = new ArrayList<>(SUITES_OF_1_3);
        if (minimum == Version.TLS_1_2) {
            all.addAll(cipherSuites);
        }
        return all;
    }
}
