package dev.purser.server.authn;

import dev.purser.server.request.Identity;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.tls.CertificateVerification;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Believes a front proxy, known by its client certificate, whom it speaks for. Without that
/// certificate the headers mean nothing. Thread-safe.
public final class RequestHeaderAuthenticator implements Authenticator {
    private final RequestHeaderSettings settings;
    private final CertificateVerification verification;

    public RequestHeaderAuthenticator(RequestHeaderSettings settings, InstantSource clock) {
        this.settings = settings;
        this.verification = new CertificateVerification(settings::authorities, clock);
    }

    @Override
    public Optional<Authentication> authenticate(ApiRequest request)
            throws AuthenticationException {
        List<X509Certificate> chain = request.certificateChain();
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        String proxy = ClientCertificateAuthenticator.verified(verification, chain).commonName();
        if (!settings.allowedNames().isEmpty() && !settings.allowedNames().contains(proxy)) {
            throw new AuthenticationException(
                    "x509: subject with cn=" + proxy + " is not in the allowed list");
        }
        ApiRequest.Headers headers = request.headers();
        String user = first(headers, settings.userHeaders());
        if (user.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Authentication.of(
                        new Identity(
                                user,
                                first(headers, settings.uidHeaders()),
                                groups(headers),
                                extra(headers))));
    }

    private static String first(ApiRequest.Headers headers, List<String> names) {
        return names.stream()
                .map(headers::first)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private List<String> groups(ApiRequest.Headers headers) {
        return settings.groupHeaders().stream()
                .flatMap(name -> headers.all(name).stream())
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private Map<String, List<String>> extra(ApiRequest.Headers headers) {
        Map<String, List<String>> extra = new TreeMap<>();
        for (String prefix : settings.extraPrefixes()) {
            String lowerPrefix = prefix.toLowerCase(Locale.ROOT);
            for (String name : headers.names()) {
                String lower = name.toLowerCase(Locale.ROOT);
                if (lower.startsWith(lowerPrefix)) {
                    extra.computeIfAbsent(
                                    ExtraKey.decode(lower.substring(prefix.length())),
                                    _ -> new ArrayList<>())
                            .addAll(headers.all(name));
                }
            }
        }
        return extra;
    }
}
