package dev.purser.external.provider.kubernetes;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Kubeconfig;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads a kubeconfig out of a Secret. Whoever may write Secrets must not reach files or programs
/// of the machine through it, so that everything has to be inline; what cannot be done is refused,
/// since leaving it out would mean something else.
final class InlineKubeconfig {
    private static final List<String> CLUSTER_REFUSED =
            List.of("certificate-authority", "proxy-url", "tls-server-name");
    private static final List<String> USER_REFUSED =
            List.of(
                    "client-certificate",
                    "client-key",
                    "tokenFile",
                    "exec",
                    "auth-provider",
                    "username",
                    "password",
                    "as",
                    "as-uid",
                    "as-groups",
                    "as-user-extra");

    private InlineKubeconfig() {}

    static Connection read(SecretValue kubeconfig) throws ProviderException {
        JsonNode json = parse(kubeconfig);
        for (JsonNode entry : json.path("clusters")) {
            JsonNode cluster = entry.path("cluster");
            refuse("cluster", cluster, CLUSTER_REFUSED);
            if (cluster.path("insecure-skip-tls-verify").asBoolean(false)) {
                throw bad("insecure-skip-tls-verify of its cluster is not supported");
            }
        }
        for (JsonNode entry : json.path("users")) {
            refuse("user", entry.path("user"), USER_REFUSED);
        }
        return connection(json);
    }

    private static JsonNode parse(SecretValue kubeconfig) throws ProviderException {
        try {
            return YamlReader.read(kubeconfig.bytes()).json();
        } catch (DecodingException e) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION, "authRef: the kubeconfig is no YAML", e);
        }
    }

    private static void refuse(String what, JsonNode node, List<String> fields)
            throws ProviderException {
        for (String field : fields) {
            if (node.has(field)) {
                throw bad("%s of its %s is not supported".formatted(field, what));
            }
        }
    }

    private static Connection connection(JsonNode json) throws ProviderException {
        try {
            Connection connection = Kubeconfig.read(json, Path.of("inline"));
            if (connection.server().getHost() == null) {
                throw bad("its server is no address");
            }
            return connection;
        } catch (IOException | IllegalArgumentException e) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "authRef: the kubeconfig has no usable current context",
                    e);
        }
    }

    private static ProviderException bad(String message) {
        return new ProviderException(
                Kind.BAD_CONFIGURATION, "authRef: the kubeconfig cannot be used: " + message);
    }
}
