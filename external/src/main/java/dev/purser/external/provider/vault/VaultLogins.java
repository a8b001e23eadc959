package dev.purser.external.provider.vault;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.vault.VaultLogin.AppRole;
import dev.purser.external.provider.vault.VaultLogin.Certificate;
import dev.purser.external.provider.vault.VaultLogin.Nobody;
import dev.purser.external.provider.vault.VaultLogin.Password;
import dev.purser.external.provider.vault.VaultLogin.SignedToken;
import dev.purser.external.provider.vault.VaultLogin.Token;
import dev.purser.external.provider.vault.VaultLogin.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads `auth` of a store. Of several methods the first of the operator's order is taken, as it
/// does.
final class VaultLogins {
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);

    private VaultLogins() {}

    static VaultLogin of(JsonNode auth) throws ProviderException {
        if (auth.isMissingNode() || auth.isNull()) {
            return new Nobody();
        }
        if (auth.has("tokenSecretRef")) {
            return new Token(auth.path("tokenSecretRef"));
        }
        if (auth.has("appRole")) {
            return appRole(auth.path("appRole"));
        }
        if (auth.has("kubernetes")) {
            return kubernetes(auth.path("kubernetes"));
        }
        return lessUsual(auth);
    }

    private static VaultLogin lessUsual(JsonNode auth) throws ProviderException {
        if (auth.has("ldap")) {
            return password(auth.path("ldap"), "ldap");
        }
        if (auth.has("userPass")) {
            return password(auth.path("userPass"), "userpass");
        }
        if (auth.has("jwt")) {
            return jwt(auth.path("jwt"));
        }
        if (auth.has("cert")) {
            JsonNode cert = auth.path("cert");
            return new Certificate(mount(cert, "path", "cert"), text(cert, "vaultRole"));
        }
        throw wrong(
                "auth: needs one of tokenSecretRef, appRole, kubernetes, ldap, userPass, jwt and cert (iam and gcp are not supported)");
    }

    private static VaultLogin appRole(JsonNode auth) throws ProviderException {
        String roleId = text(auth, "roleId");
        Optional<JsonNode> roleRef =
                roleId.isEmpty() ? reference(auth, "roleRef") : Optional.empty();
        if (roleId.isEmpty() && roleRef.isEmpty()) {
            throw wrong("auth.appRole: needs roleId or roleRef");
        }
        return new AppRole(mount(auth, "path", "approle"), roleId, roleRef, auth.path("secretRef"));
    }

    private static VaultLogin kubernetes(JsonNode auth) throws ProviderException {
        return new SignedToken(
                mount(auth, "mountPath", "kubernetes"), text(auth, "role"), ofKubernetes(auth));
    }

    private static TokenSource ofKubernetes(JsonNode auth) throws ProviderException {
        Optional<JsonNode> account = reference(auth, "serviceAccountRef");
        if (account.isPresent()) {
            return new TokenSource.OfServiceAccount(account.get(), List.of(), TOKEN_LIFETIME);
        }
        return reference(auth, "secretRef")
                .map(reference -> withKey(reference, "token"))
                .map(TokenSource.OfSecret::new)
                .orElseThrow(() ->
                        wrong(
                                "auth.kubernetes: needs serviceAccountRef or secretRef, since the store has no identity of its own"));
    }

    private static VaultLogin jwt(JsonNode auth) throws ProviderException {
        return new SignedToken(mount(auth, "path", "jwt"), text(auth, "role"), ofJwt(auth));
    }

    private static TokenSource ofJwt(JsonNode auth) throws ProviderException {
        Optional<JsonNode> secret = reference(auth, "secretRef");
        if (secret.isPresent()) {
            return new TokenSource.OfSecret(secret.get());
        }
        JsonNode made =
                reference(auth, "kubernetesServiceAccountToken")
                        .orElseThrow(() ->
                                wrong(
                                        "auth.jwt: needs secretRef or kubernetesServiceAccountToken"));
        List<String> audiences = new ArrayList<>();
        made.path("audiences").forEach(audience -> audiences.add(audience.asString("")));
        long seconds = made.path("expirationSeconds").asLong(TOKEN_LIFETIME.toSeconds());
        return new TokenSource.OfServiceAccount(
                made.path("serviceAccountRef"),
                made.has("audiences") ? audiences : List.of("vault"),
                Duration.ofSeconds(Math.max(seconds, TOKEN_LIFETIME.toSeconds())));
    }

    private static VaultLogin password(JsonNode auth, String usualMount) throws ProviderException {
        String user = text(auth, "username");
        if (user.isEmpty()) {
            throw wrong("auth: a login by password needs a username");
        }
        return new Password(mount(auth, "path", usualMount), user, auth.path("secretRef"));
    }

    /// The reference with a key, if it names none.
    static JsonNode withKey(JsonNode reference, String usual) {
        if (!text(reference, "key").isEmpty()
                || !(reference.deepCopy() instanceof ObjectNode copy)) {
            return reference;
        }
        return copy.put("key", usual);
    }

    private static Optional<JsonNode> reference(JsonNode auth, String field) {
        return auth.path(field).isObject() ? Optional.of(auth.path(field)) : Optional.empty();
    }

    private static String mount(JsonNode auth, String field, String usual)
            throws ProviderException {
        String mount = text(auth, field).replaceAll("^/+|/+$", "");
        if (List.of(mount.split("/")).contains("..")) {
            throw wrong("auth: the path of a method has no \"..\"");
        }
        return mount.isEmpty() ? usual : mount;
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("").strip();
    }

    private static ProviderException wrong(String message) {
        return new ProviderException(Kind.BAD_CONFIGURATION, message);
    }
}
