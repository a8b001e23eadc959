package dev.purser.external.provider.vault;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.secret.SecretValue;
import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.response.VaultResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Logs in, and cares for tokens.
///
/// @param library sends to the namespace of the login
/// @param farewell the same with little patience, for the end of a token: whoever closes a store
///   waits for it
record VaultTokens(VaultLibrary library, VaultLibrary farewell, VaultFailures failures) {
    private static final SecretValue NO_TOKEN = SecretValue.of("");

    /// One call of the library that ends with a token.
    private interface Login {
        VaultResponse by(Vault vault) throws VaultException;
    }

    Grant byAppRole(String mount, String role, SecretValue secret)
            throws ProviderException, InterruptedException {
        return login(
                mount,
                secret,
                vault -> vault.auth().loginByAppRole(VaultUrl.escaped(mount), role, secret.text()));
    }

    Grant byPassword(String mount, String user, SecretValue password)
            throws ProviderException, InterruptedException {
        return login(
                mount,
                password,
                vault ->
                        vault.auth()
                                .loginByUserPass(
                                        VaultUrl.escaped(user),
                                        password.text(),
                                        VaultUrl.escaped(mount)));
    }

    Grant byJwt(String mount, String role, SecretValue token)
            throws ProviderException, InterruptedException {
        String path = "auth/" + VaultUrl.escaped(mount);
        return login(
                mount, token, vault -> vault.auth().loginByJwt("jwt", role, token.text(), path));
    }

    /// @param role empty for whichever fits the certificate
    Grant byCertificate(String mount, String role) throws ProviderException, InterruptedException {
        String path = "auth/" + VaultUrl.escaped(mount) + "/login";
        Map<String, Object> body = role.isEmpty() ? Map.of() : Map.of("name", role);
        return login(mount, NO_TOKEN, vault -> vault.logical().write(path, body));
    }

    private Grant login(String mount, SecretValue credential, Login login)
            throws ProviderException, InterruptedException {
        try {
            return granted(login.by(library.with(NO_TOKEN)));
        } catch (VaultException e) {
            VaultFailures.throwIfInterrupted(e);
            throw failures.ofLogin(e, mount, credential);
        }
    }

    /// Makes a token last longer.
    Grant renew(SecretValue token) throws ProviderException, InterruptedException {
        try {
            return granted(library.with(token).auth().renewSelf());
        } catch (VaultException e) {
            VaultFailures.throwIfInterrupted(e);
            throw failures.ofToken(e);
        }
    }

    /// Asks what Vault knows of the token; fails if it does not accept it.
    void lookUp(SecretValue token) throws ProviderException, InterruptedException {
        try {
            library.with(token).auth().lookupSelf();
        } catch (VaultException e) {
            VaultFailures.throwIfInterrupted(e);
            throw failures.ofToken(e);
        }
    }

    void revoke(SecretValue token) throws ProviderException, InterruptedException {
        try {
            farewell.with(token).auth().revokeSelf();
        } catch (VaultException e) {
            VaultFailures.throwIfInterrupted(e);
            throw failures.ofToken(e);
        }
    }

    private Grant granted(VaultResponse response) throws ProviderException {
        try {
            byte[] body = response.getRestResponse().getBody();
            JsonNode auth = JsonMapper.shared().readTree(body).path("auth");
            String token = auth.path("client_token").asString("");
            if (!token.isEmpty()) {
                Duration lasts = Duration.ofSeconds(auth.path("lease_duration").asLong(0));
                boolean renewable = auth.path("renewable").asBoolean(false);
                return new Grant(SecretValue.of(token), lasts, renewable, true);
            }
        } catch (JacksonException _) {
            // its message may hold the token
        }
        throw new ProviderException(
                Kind.UNAVAILABLE,
                "Vault at " + library.address() + " gave no token: is it a Vault?");
    }
}
