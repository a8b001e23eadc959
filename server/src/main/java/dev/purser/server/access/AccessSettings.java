package dev.purser.server.access;

import dev.purser.server.authn.AnonymousAccess;
import dev.purser.server.authn.RequestHeaderSettings;
import dev.purser.server.authn.token.StaticTokens;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.authz.AuthorizationMode;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How a server takes its callers. Immutable.
///
/// @param staticTokens fixed bearer tokens
/// @param bootstrapTokens whether Secrets of that type are credentials
/// @param clientAuthorities whose client certificates count beside those of the cluster's authority
/// @param requestHeader the front proxy that is believed, if there is one
/// @param tokenKeys the keys of service account tokens, if not the cluster's own; a new value when
///   they have changed
/// @param modes what decides who may do what, in this order
public record AccessSettings(
        AnonymousAccess anonymous,
        Optional<StaticTokens> staticTokens,
        boolean bootstrapTokens,
        List<X509Certificate> clientAuthorities,
        Optional<RequestHeaderSettings> requestHeader,
        ServiceAccountSettings serviceAccounts,
        Optional<Supplier<TokenKeys>> tokenKeys,
        List<AuthorizationMode> modes) {
    public AccessSettings {
        modes = List.copyOf(modes);
        clientAuthorities = List.copyOf(clientAuthorities);
    }

    /// As Kubernetes has it: requests without a credential are anonymous, and the roles let those
    /// see health and version only.
    public static AccessSettings defaults() {
        return new AccessSettings(
                AnonymousAccess.EVERYWHERE,
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                ServiceAccountSettings.defaults(),
                Optional.empty(),
                AuthorizationMode.standard());
    }

    public AccessSettings withAnonymous(AnonymousAccess other) {
        return new AccessSettings(
                other,
                staticTokens,
                bootstrapTokens,
                clientAuthorities,
                requestHeader,
                serviceAccounts,
                tokenKeys,
                modes);
    }

    public AccessSettings withStaticTokens(StaticTokens tokens) {
        return new AccessSettings(
                anonymous,
                Optional.of(tokens),
                bootstrapTokens,
                clientAuthorities,
                requestHeader,
                serviceAccounts,
                tokenKeys,
                modes);
    }

    public AccessSettings withModes(List<AuthorizationMode> others) {
        return new AccessSettings(
                anonymous,
                staticTokens,
                bootstrapTokens,
                clientAuthorities,
                requestHeader,
                serviceAccounts,
                tokenKeys,
                others);
    }
}
