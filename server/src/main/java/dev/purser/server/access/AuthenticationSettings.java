package dev.purser.server.access;

import dev.purser.server.authn.AnonymousAccess;
import dev.purser.server.authn.RequestHeaderSettings;
import dev.purser.server.authn.token.StaticTokens;
import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.server.authn.token.TokenKeys;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// How a server knows its callers. Immutable.
///
/// @param staticTokens fixed bearer tokens
/// @param bootstrapTokens whether Secrets of that type are credentials
/// @param clientAuthorities whose client certificates count beside those of the cluster's authority
/// @param requestHeader the front proxy that is believed, if there is one
/// @param tokenKeys the keys of service account tokens, if not the cluster's own
/// @param issuers knows the tokens of OpenID Connect issuers, if there are any
public record AuthenticationSettings(
        AnonymousAccess anonymous,
        Optional<StaticTokens> staticTokens,
        boolean bootstrapTokens,
        List<X509Certificate> clientAuthorities,
        Optional<RequestHeaderSettings> requestHeader,
        ServiceAccountSettings serviceAccounts,
        Optional<TokenKeys> tokenKeys,
        Optional<TokenAuthenticator> issuers) {
    public AuthenticationSettings {
        clientAuthorities = List.copyOf(clientAuthorities);
    }

    /// As Kubernetes has it: requests without a credential are anonymous, and the roles let those
    /// see health and version only.
    public static AuthenticationSettings defaults() {
        return new AuthenticationSettings(
                AnonymousAccess.EVERYWHERE,
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                ServiceAccountSettings.defaults(),
                Optional.empty(),
                Optional.empty());
    }

    public AuthenticationSettings withAnonymous(AnonymousAccess other) {
        return new AuthenticationSettings(
                other,
                staticTokens,
                bootstrapTokens,
                clientAuthorities,
                requestHeader,
                serviceAccounts,
                tokenKeys,
                issuers);
    }

    public AuthenticationSettings withStaticTokens(StaticTokens tokens) {
        return new AuthenticationSettings(
                anonymous,
                Optional.of(tokens),
                bootstrapTokens,
                clientAuthorities,
                requestHeader,
                serviceAccounts,
                tokenKeys,
                issuers);
    }
}
