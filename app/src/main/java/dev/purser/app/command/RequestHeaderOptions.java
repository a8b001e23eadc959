package dev.purser.app.command;

import dev.purser.server.authn.RequestHeaderSettings;
import dev.purser.server.pki.KeyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that name a front proxy that is believed whom it speaks for.
final class RequestHeaderOptions {
    @Option(
            names = "--requestheader-client-ca-file",
            paramLabel = "FILE",
            description = "believe front proxies with client certificates of these authorities")
    private @Nullable Path authorities;

    @Option(
            names = "--requestheader-allowed-names",
            paramLabel = "NAME",
            split = ",",
            description = "the common names of such proxies (default: all)")
    private List<String> allowedNames = List.of();

    @Option(
            names = "--requestheader-username-headers",
            paramLabel = "HEADER",
            split = ",",
            description = "where they name the user, such as X-Remote-User")
    private List<String> userHeaders = List.of();

    @Option(
            names = "--requestheader-uid-headers",
            paramLabel = "HEADER",
            split = ",",
            description = "where they name the user's uid, such as X-Remote-Uid")
    private List<String> uidHeaders = List.of();

    @Option(
            names = "--requestheader-group-headers",
            paramLabel = "HEADER",
            split = ",",
            description = "where they name the user's groups, such as X-Remote-Group")
    private List<String> groupHeaders = List.of();

    @Option(
            names = "--requestheader-extra-headers-prefix",
            paramLabel = "PREFIX",
            split = ",",
            description = "how the headers of the user's extra begin, such as X-Remote-Extra-")
    private List<String> extraPrefixes = List.of();

    /// @param clientAuthorities whose certificates are of regular users
    Optional<RequestHeaderSettings> settings(List<X509Certificate> clientAuthorities) {
        requireText("requestheader-username-headers", userHeaders);
        requireText("requestheader-group-headers", groupHeaders);
        requireText("requestheader-extra-headers-prefix", extraPrefixes);
        requireText("requestheader-allowed-names", allowedNames);
        requireText("requestheader-uid-headers", uidHeaders);
        if (!uidHeaders.isEmpty()
                && uidHeaders.stream().noneMatch(name -> name.equalsIgnoreCase("X-Remote-Uid"))) {
            throw new CommandFailure(
                    "--requestheader-uid-headers is set without specifying the standard X-Remote-Uid"
                            + " header - API aggregation will not work");
        }
        if (authorities == null) {
            return Optional.empty();
        }
        List<X509Certificate> proxies = certificates(authorities);
        if (allowedNames.isEmpty() && proxies.stream().anyMatch(clientAuthorities::contains)) {
            throw new CommandFailure(
                    "--requestheader-client-ca-file and --client-ca-file contain overlapping"
                            + " certificates; --requestheader-allowed-names must be specified to"
                            + " ensure regular client certificates cannot set authenticating proxy"
                            + " headers for arbitrary users");
        }
        return Optional.of(
                new RequestHeaderSettings(
                        proxies,
                        allowedNames,
                        stripped(userHeaders),
                        stripped(uidHeaders),
                        stripped(groupHeaders),
                        stripped(extraPrefixes)));
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            return KeyFiles.certificates(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    "--requestheader-client-ca-file cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> stripped(List<String> values) {
        return values.stream().map(String::strip).toList();
    }

    private static void requireText(String option, List<String> values) {
        if (values.stream().anyMatch(String::isBlank)) {
            throw new CommandFailure("empty value in \"" + option + "\"");
        }
    }
}
