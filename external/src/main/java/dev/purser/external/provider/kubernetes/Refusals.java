package dev.purser.external.provider.kubernetes;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.ApiUnavailableException;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says in the words of a provider what a cluster answered. An answer's own text is passed on in
/// one known form alone: what else answers at an address is not shown to those who may write
/// stores.
final class Refusals {
    private static final Pattern FORBIDDEN =
            Pattern.compile("[a-z.]+( \"[^\"]{0,253}\")? is forbidden: [^\\n]{1,1000}");
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

    private final RemoteNamespace namespace;

    Refusals(RemoteNamespace namespace) {
        this.namespace = namespace;
    }

    /// @param secret whose reading was refused; empty when it was not about one
    ProviderException of(String secret, StatusException e) {
        String server = namespace.server();
        return switch (e.reason()) {
            case UNAUTHORIZED ->
                    new ProviderException(
                            Kind.UNAUTHENTICATED,
                            server + " does not accept the credentials (401 Unauthorized)");
            case FORBIDDEN -> new ProviderException(Kind.DENIED, forbidden(e));
            case NOT_FOUND -> notFound(secret, e);
            case TOO_MANY_REQUESTS ->
                    ProviderException.throttled(
                            server + " asks for fewer requests (429 Too Many Requests)", pause(e));
            default -> unexpected(e);
        };
    }

    private String forbidden(StatusException e) {
        return FORBIDDEN.matcher(e.getMessage()).matches()
                ? "%s refuses: %s".formatted(namespace.server(), e.getMessage())
                : namespace.server() + " refuses (403 Forbidden)";
    }

    /// What says just 404 is some other server, or another path of one: the Secret may well exist.
    private ProviderException notFound(String secret, StatusException e) {
        boolean about =
                e.details()
                        .filter(details ->
                                details.path("kind").asString("").equals("secrets")
                                        && details.path("name").asString("").equals(secret))
                        .isPresent();
        return about && !secret.isEmpty()
                ? new ProviderException(
                        Kind.NOT_FOUND, "there is no Secret %s in %s".formatted(secret, namespace))
                : unexpected(e);
    }

    private static Duration pause(StatusException e) {
        int seconds =
                e.details().map(details -> details.path("retryAfterSeconds").asInt(0)).orElse(0);
        Duration asked = seconds > 0 ? Duration.ofSeconds(seconds) : PAUSE;
        return asked.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : asked;
    }

    private ProviderException unexpected(StatusException e) {
        String reason = e.reason() == StatusReason.UNKNOWN ? "" : " " + e.reason().text();
        return new ProviderException(
                Kind.UNAVAILABLE,
                "%s answered %d%s".formatted(namespace.server(), e.code(), reason),
                e);
    }

    ProviderException of(ApiUnavailableException e) {
        return new ProviderException(
                Kind.UNAVAILABLE, "%s %s".formatted(namespace.server(), why(e.getCause())), e);
    }

    private static String why(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> "does not answer";
            case HttpConnectTimeoutException _ -> "cannot be reached in time";
            case HttpTimeoutException _ -> "does not answer in time";
            case ConnectException refused when isUnresolved(refused) -> "cannot be resolved";
            case ConnectException _ -> "cannot be connected to";
            case SSLException _ -> "is not trusted: its TLS certificate cannot be verified";
            default -> "gave no answer of an API server";
        };
    }

    private static boolean isUnresolved(Throwable error) {
        Throwable cause = error.getCause();
        return cause instanceof UnresolvedAddressException
                || (cause != null && isUnresolved(cause));
    }
}
