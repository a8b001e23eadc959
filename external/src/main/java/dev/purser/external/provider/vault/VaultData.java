package dev.purser.external.provider.vault;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads and lists paths with a token.
///
/// @param library sends to the namespace of the values
record VaultData(VaultLibrary library, VaultFailures failures) {
    /// The `data` of a path.
    ///
    /// @param version of the value; empty for the newest
    JsonSecret read(SecretValue token, String path, String version)
            throws ProviderException, InterruptedException {
        String query = version.isEmpty() ? "" : "?version=" + version;
        try {
            LogicalResponse answer =
                    library.with(token).logical().read(VaultUrl.escaped(path) + query);
            return JsonSecret.parse(SecretValue.of(answer.getRestResponse().getBody()))
                    .flatMap(body -> body.member("data"))
                    .filter(JsonSecret::isObject)
                    .orElseThrow(() -> noData(path));
        } catch (VaultException e) {
            VaultFailures.throwIfInterrupted(e);
            throw failures.ofPath(e, "read", path);
        }
    }

    /// The names within a folder; those of folders end with a slash.
    List<String> list(SecretValue token, String path)
            throws ProviderException, InterruptedException {
        try {
            LogicalResponse answer = library.with(token).logical().list(VaultUrl.escaped(path));
            return names(answer.getRestResponse().getBody());
        } catch (VaultException e) {
            VaultFailures.throwIfInterrupted(e);
            throw failures.ofPath(e, "list", path);
        } catch (JacksonException _) {
            throw noData(path);
        }
    }

    private static List<String> names(byte[] body) {
        List<String> names = new ArrayList<>();
        JsonNode keys = JsonMapper.shared().readTree(body).path("data").path("keys");
        keys.forEach(key -> names.add(key.asString("")));
        return names;
    }

    private ProviderException noData(String path) {
        return new ProviderException(
                Kind.UNAVAILABLE,
                "Vault at %s gave no data for %s: is it a Vault?"
                        .formatted(library.address(), path));
    }
}
