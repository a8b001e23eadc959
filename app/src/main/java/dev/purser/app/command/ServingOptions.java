package dev.purser.app.command;

import dev.purser.server.ServingSettings;
import dev.purser.server.flow.FlowSettings;
import dev.purser.server.pki.CertificateFiles;
import dev.purser.server.pki.PkiException;
import dev.purser.wire.http.WireLimits;
import dev.purser.wire.tls.ServerNames;
import dev.purser.wire.tls.ServingKey;
import dev.purser.wire.tls.TlsSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the API server treats those who ask it; named as kube-apiserver's flags are.
final class ServingOptions {
    @Option(
            names = "--enable-priority-and-fairness",
            arity = "0..1",
            paramLabel = "BOOL",
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "hold requests back by FlowSchemas and PriorityLevelConfigurations"
                            + " (default: ${DEFAULT-VALUE})")
    private boolean priorityAndFairness = true;

    @Option(
            names = "--max-requests-inflight",
            paramLabel = "N",
            defaultValue = "400",
            description = "how many requests run at once (default: ${DEFAULT-VALUE})")
    private int requests = 400;

    @Option(
            names = "--max-mutating-requests-inflight",
            paramLabel = "N",
            defaultValue = "200",
            description = "added to the one before (default: ${DEFAULT-VALUE})")
    private int mutatingRequests = 200;

    @Option(
            names = "--request-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m0s",
            description =
                    "how long a request may take, but for watches and streams"
                            + " (default: ${DEFAULT-VALUE})")
    private String requestTimeout = "1m0s";

    @Option(
            names = "--http2-max-streams-per-connection",
            paramLabel = "N",
            defaultValue = "1000",
            description = "requests at once over one connection (default: ${DEFAULT-VALUE})")
    private int streams = 1000;

    @Option(
            names = "--tls-min-version",
            paramLabel = "VERSION",
            defaultValue = "VersionTLS12",
            description = "VersionTLS12 or VersionTLS13 (default: ${DEFAULT-VALUE})")
    private String tlsMinVersion = "VersionTLS12";

    @Option(
            names = "--tls-cipher-suites",
            paramLabel = "NAME",
            split = ",",
            description = "cipher suites of TLS 1.2; those of TLS 1.3 are always offered")
    private List<String> tlsCipherSuites = List.of();

    @Option(
            names = "--tls-cert-file",
            paramLabel = "FILE",
            description =
                    "a certificate to show instead of Purser's own; read again when it changes")
    private @Nullable Path tlsCertFile;

    @Option(
            names = "--tls-private-key-file",
            paramLabel = "FILE",
            description = "the key of --tls-cert-file")
    private @Nullable Path tlsPrivateKeyFile;

    @Option(
            names = "--tls-sni-cert-key",
            paramLabel = "CERT,KEY[:NAMES]",
            description =
                    "another certificate for clients that ask for its names, or for these;"
                            + " may be repeated")
    private List<String> tlsSniCertKeys = List.of();

    @Option(
            names = "--strict-transport-security-directives",
            paramLabel = "DIRECTIVE",
            split = ",",
            description = "for browsers, such as max-age=31536000,includeSubDomains")
    private List<String> transportSecurity = List.of();

    /// The settings, checked.
    ///
    /// @param openFiles how many files and connections this process may have open
    ServingSettings settings(long openFiles) {
        if (requests < 0 || mutatingRequests < 0 || requests + mutatingRequests <= 0) {
            throw new CommandFailure(
                    "--max-requests-inflight and --max-mutating-requests-inflight are not negative,"
                            + " and one of them is greater than 0");
        }
        if (streams < 1) {
            throw new CommandFailure("--http2-max-streams-per-connection is greater than 0");
        }
        FlowSettings flow =
                new FlowSettings(
                        priorityAndFairness ? FlowSettings.Mode.FAIR : FlowSettings.Mode.OFF,
                        requests + mutatingRequests);
        WireLimits limits =
                ConnectionBudget.of(openFiles)
                        .withRequestTime(DurationOption.parse("--request-timeout", requestTimeout))
                        .withStreams(streams);
        return new ServingSettings(flow, limits, tls(), transportSecurity());
    }

    private List<String> transportSecurity() {
        for (String each : transportSecurity) {
            if (!each.equals("includeSubDomains")
                    && !each.equals("preload")
                    && !each.matches("max-age=\\d+")) {
                throw new CommandFailure(
                        "--strict-transport-security-directives invalid, allowed values:"
                                + " max-age=expireTime, includeSubDomains, preload. see"
                                + " https://tools.ietf.org/html/rfc6797#section-6.1 for more"
                                + " information");
            }
        }
        return transportSecurity;
    }

    private TlsSettings tls() {
        if ((tlsCertFile == null) != (tlsPrivateKeyFile == null)) {
            throw new CommandFailure(
                    "--tls-cert-file and --tls-private-key-file go together: one is missing");
        }
        Optional<Supplier<ServingKey>> key =
                tlsCertFile == null || tlsPrivateKeyFile == null
                        ? Optional.empty()
                        : Optional.of(keyFiles(tlsCertFile, tlsPrivateKeyFile));
        List<TlsSettings.Named> named = new ArrayList<>();
        tlsSniCertKeys.forEach(each -> named.add(named(each)));
        return new TlsSettings(
                option("--tls-min-version", () -> TlsSettings.Version.of(tlsMinVersion)),
                option("--tls-cipher-suites", this::cipherSuites),
                key,
                named);
    }

    private List<String> cipherSuites() {
        return tlsCipherSuites.isEmpty()
                ? TlsSettings.defaults().cipherSuites()
                : TlsSettings.suites(tlsCipherSuites);
    }

    private static TlsSettings.Named named(String text) {
        int colon = text.indexOf(':');
        String[] files = (colon < 0 ? text : text.substring(0, colon)).split(",", -1);
        if (files.length != 2 || files[0].isEmpty() || files[1].isEmpty()) {
            throw new CommandFailure(
                    "--tls-sni-cert-key is CERT,KEY or CERT,KEY:NAME,NAME, not " + text);
        }
        List<String> names = colon < 0 ? List.of() : List.of(text.substring(colon + 1).split(","));
        return new TlsSettings.Named(
                new ServerNames(names), keyFiles(Path.of(files[0]), Path.of(files[1])));
    }

    private static CertificateFiles keyFiles(Path certificate, Path key) {
        try {
            return CertificateFiles.open(certificate, key, InstantSource.system());
        } catch (PkiException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> T option(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(name + ": " + e.getMessage(), e);
        }
    }
}
