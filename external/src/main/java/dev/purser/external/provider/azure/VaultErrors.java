package dev.purser.external.provider.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What Key Vault's errors mean.
///
/// See <https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes>.
final class VaultErrors {
    private static final int MESSAGE_MAX = 400;
    private static final Set<String> SHUT_OUT =
            Set.of("ForbiddenByFirewall", "ForbiddenByConnection");

    private VaultErrors() {}

    static ProviderException of(HttpResponseException e, String subject) {
        HttpResponse response = e.getResponse();
        JsonNode error = error(response);
        int status = response.getStatusCode();
        return switch (status) {
            case 401 ->
                    new ProviderException(
                            Kind.UNAUTHENTICATED,
                            "the vault does not accept the token: " + words(error));
            case 403 -> forbidden(error, subject);
            case 404 -> new ProviderException(Kind.NOT_FOUND, "the vault has no " + subject);
            case 429 -> throttled(response, subject);
            default ->
                    status >= 500
                            ? new ProviderException(
                                    Kind.UNAVAILABLE,
                                    "the vault fails with status "
                                            + status
                                            + " when asked for "
                                            + subject)
                            : new ProviderException(
                                    Kind.BAD_VALUE,
                                    "the vault does not accept the request for "
                                            + subject
                                            + ": "
                                            + words(error));
        };
    }

    private static ProviderException forbidden(JsonNode error, String subject) {
        String inner = error.path("innererror").path("code").asString("");
        if (SHUT_OUT.contains(inner)) {
            return new ProviderException(
                    Kind.UNAVAILABLE,
                    "the vault's firewall lets this machine not in (" + inner + ")");
        }
        return new ProviderException(
                Kind.DENIED,
                "the vault denies "
                        + subject
                        + (inner.isEmpty() ? "" : " (" + inner + ")")
                        + ": "
                        + words(error));
    }

    private static ProviderException throttled(HttpResponse response, String subject) {
        String message = "the vault asks for fewer requests, and does not give " + subject;
        String pause = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
        return pause != null && pause.matches("[0-9]{1,5}")
                ? ProviderException.throttled(message, Duration.ofSeconds(Long.parseLong(pause)))
                : new ProviderException(Kind.THROTTLED, message);
    }

    private static JsonNode error(HttpResponse response) {
        @Nullable BinaryData body = response.getBodyAsBinaryData();
        if (body == null) {
            return MissingNode.getInstance();
        }
        try {
            return JsonMapper.shared().readTree(body.toString()).path("error");
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    /// Key Vault's first line; those behind it name callers and the like.
    private static String words(JsonNode error) {
        String message = error.path("message").asString("");
        String line = message.lines().findFirst().orElse("no reason is given").strip();
        return line.length() > MESSAGE_MAX ? line.substring(0, MESSAGE_MAX) + "…" : line;
    }
}
