package dev.purser.server.access;

import dev.purser.server.authn.Authenticator;
import dev.purser.server.authn.BearerTokenAuthenticator;
import dev.purser.server.authn.ClientCertificateAuthenticator;
import dev.purser.server.authn.RequestAuthentication;
import dev.purser.server.authn.RequestHeaderAuthenticator;
import dev.purser.server.authn.WebSocketTokenAuthenticator;
import dev.purser.server.authn.token.AudienceAgnosticTokens;
import dev.purser.server.authn.token.BootstrapTokens;
import dev.purser.server.authn.token.SecretTokenUse;
import dev.purser.server.authn.token.ServiceAccountTokens;
import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.authn.token.TokenUnion;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.pki.ClusterPki;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The authenticators of a server in the order of Kubernetes: what costs least, and asks nobody
/// else, comes first.
final class AuthenticationParts {
    private final AuthenticationSettings settings;
    private final ObjectSource objects;
    private final InstantSource clock;

    AuthenticationParts(
            AuthenticationSettings settings, ObjectSource objects, InstantSource clock) {
        this.settings = settings;
        this.objects = objects;
        this.clock = clock;
    }

    /// Every kind of bearer token.
    TokenAuthenticator tokens(Supplier<TokenKeys> keys, SecretTokenUse use) {
        List<String> own = settings.serviceAccounts().apiAudiences();
        List<TokenAuthenticator> members = new ArrayList<>();
        settings.staticTokens()
                .ifPresent(tokens -> members.add(new AudienceAgnosticTokens(tokens, own)));
        members.add(ServiceAccountTokens.legacy(keys, own, objects, use));
        members.add(
                ServiceAccountTokens.bound(
                        settings.serviceAccounts().issuers(), keys, own, objects, clock));
        if (settings.bootstrapTokens()) {
            members.add(new AudienceAgnosticTokens(new BootstrapTokens(objects, clock), own));
        }
        settings.issuers()
                .ifPresent(issuers -> members.add(new AudienceAgnosticTokens(issuers, own)));
        return new TokenUnion(members);
    }

    RequestAuthentication requests(ClusterPki pki, TokenAuthenticator tokens) {
        List<String> own = settings.serviceAccounts().apiAudiences();
        List<Authenticator> all = new ArrayList<>();
        settings.requestHeader()
                .ifPresent(proxy -> all.add(new RequestHeaderAuthenticator(proxy, clock)));
        List<X509Certificate> authorities =
                Stream.concat(Stream.of(pki.authority()), settings.clientAuthorities().stream())
                        .toList();
        all.add(new ClientCertificateAuthenticator(() -> authorities, clock));
        all.add(new BearerTokenAuthenticator(tokens, own));
        all.add(new WebSocketTokenAuthenticator(tokens, own));
        return new RequestAuthentication(all, settings.anonymous(), clock);
    }
}
