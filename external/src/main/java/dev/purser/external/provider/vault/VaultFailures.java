package dev.purser.external.provider.vault;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.secret.SecretValue;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Failures in words for those who keep the store. What the library says is not taken up, since it
/// may hold an answer.
///
/// @param ofMount tells whether the store names a mount, which is to blame then
record VaultFailures(URI address, boolean ofMount) {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int THROTTLED = 429;
    private static final int WORDS_MAX = 200;

    /// Of a request for a path. What something before Vault refuses is `UNSUPPORTED`, as it may
    /// concern this path alone, with the [VaultRefusal] as its cause.
    ///
    /// @param capability what a policy must allow for it
    ProviderException ofPath(Throwable failure, String capability, String path) {
        VaultRefusal refusal = cause(failure, VaultRefusal.class).orElse(null);
        if (refusal == null) {
            return ofConnection(failure);
        }
        if (!refusal.isVaults()) {
            return isOfRequest(refusal.status())
                    ? new ProviderException(Kind.UNSUPPORTED, where() + notVaults(refusal), refusal)
                    : ofConnection(failure);
        }
        return switch (refusal.status()) {
            case 400, 405 -> failed(Kind.UNSUPPORTED, "cannot answer for " + path + said(refusal));
            case 401 -> failed(Kind.UNAUTHENTICATED, "does not accept the token" + said(refusal));
            case 403 -> denied(refusal, capability, path);
            case 404 -> missing(refusal, path);
            default -> ofServer(refusal);
        };
    }

    private ProviderException denied(VaultRefusal refusal, String capability, String path) {
        if (invalidToken(refusal)) {
            return notAccepted(refusal);
        }
        return failed(
                Kind.DENIED,
                "denies access to %s%s: the token's policy must allow \"%s\" there"
                        .formatted(path, said(refusal), capability));
    }

    private ProviderException notAccepted(VaultRefusal refusal) {
        return failed(
                Kind.UNAUTHENTICATED,
                "does not accept the token: it is wrong, expired or revoked" + said(refusal));
    }

    private ProviderException missing(VaultRefusal refusal, String path) {
        if (refusal.says("no handler for route")
                || refusal.says("Invalid path for a versioned K/V")) {
            return failed(
                    ofMount ? Kind.BAD_CONFIGURATION : Kind.UNSUPPORTED,
                    "keeps no secrets of this version at %s%s: check path and version"
                            .formatted(path, said(refusal)));
        }
        return failed(Kind.NOT_FOUND, "has nothing at " + path + words(refusal));
    }

    /// Of a login, by whatever method.
    ///
    /// @param credential should Vault repeat it, it is left out
    ProviderException ofLogin(Throwable failure, String mount, SecretValue credential) {
        VaultRefusal refusal = cause(failure, VaultRefusal.class).orElse(null);
        if (refusal == null || !refusal.isVaults()) {
            return ofConnection(failure);
        }
        String refused = "refuses the login at auth/" + mount + without(credential, said(refusal));
        return switch (refusal.status()) {
            case 400, 401 -> failed(Kind.UNAUTHENTICATED, refused);
            case 403 ->
                    failed(
                            Kind.UNAUTHENTICATED,
                            refused
                                    + ": are the credentials right, and is the method mounted there?");
            case 404, 405 ->
                    failed(
                            Kind.BAD_CONFIGURATION,
                            "has no such login at auth/" + mount + said(refusal));
            default -> ofServer(refusal);
        };
    }

    private static String without(SecretValue credential, String words) {
        String text = credential.text();
        return text.isEmpty() ? words : words.replace(text, "(hidden)");
    }

    /// Of a request about the token itself.
    ProviderException ofToken(Throwable failure) {
        VaultRefusal refusal = cause(failure, VaultRefusal.class).orElse(null);
        if (refusal == null || !refusal.isVaults()) {
            return ofConnection(failure);
        }
        return switch (refusal.status()) {
            case 403 ->
                    invalidToken(refusal) || refusal.mayBeOfToken()
                            ? notAccepted(refusal)
                            : failed(
                                    Kind.DENIED,
                                    "does not accept the token, or does not let it look itself up"
                                            + said(refusal));
            case 400, 401, 404 -> notAccepted(refusal);
            default -> ofServer(refusal);
        };
    }

    private static boolean invalidToken(VaultRefusal refusal) {
        return refusal.says("invalid token")
                || refusal.says("bad token")
                || refusal.says("missing client token");
    }

    private ProviderException ofServer(VaultRefusal refusal) {
        return switch (refusal.status()) {
            case THROTTLED ->
                    ProviderException.throttled(
                            where() + " asks for fewer requests" + said(refusal),
                            refusal.retryAfter().orElse(PAUSE));
            case 412 ->
                    failed(Kind.UNAVAILABLE, "has not heard yet of what was just written there");
            default ->
                    failed(
                            Kind.UNAVAILABLE,
                            refusal.says("Vault is sealed")
                                    ? "is sealed: unseal it first"
                                    : "cannot answer now" + said(refusal));
        };
    }

    /// Of a request that no Vault has answered.
    private ProviderException ofConnection(Throwable failure) {
        Optional<VaultRefusal> refusal = cause(failure, VaultRefusal.class);
        if (refusal.isPresent()) {
            return refusal.get().status() == THROTTLED
                    ? ofServer(refusal.get())
                    : new ProviderException(Kind.UNAVAILABLE, where() + notVaults(refusal.get()));
        }
        Optional<SSLException> tls = cause(failure, SSLException.class);
        if (tls.isPresent()) {
            return failed(Kind.UNAVAILABLE, "cannot be talked to by TLS" + said(tls.get()));
        }
        if (cause(failure, UnresolvedAddressException.class).isPresent()
                || cause(failure, UnknownHostException.class).isPresent()) {
            return failed(Kind.UNAVAILABLE, "has a name that cannot be resolved");
        }
        if (cause(failure, HttpConnectTimeoutException.class).isPresent()) {
            return failed(Kind.UNAVAILABLE, "cannot be connected to in time");
        }
        if (cause(failure, HttpTimeoutException.class).isPresent()) {
            return failed(Kind.UNAVAILABLE, "does not answer in time");
        }
        if (cause(failure, ConnectException.class).isPresent()) {
            return failed(Kind.UNAVAILABLE, "cannot be connected to: nothing listens there");
        }
        return failed(Kind.UNAVAILABLE, "gave no answer that makes sense: is it a Vault?");
    }

    /// Whether something before Vault may have refused this request alone, and not all of them.
    private static boolean isOfRequest(int status) {
        return status >= 400 && status < 500 && status != THROTTLED;
    }

    private static String notVaults(VaultRefusal refusal) {
        return " gave an answer that is not Vault's (%d): check server, and whether it is http or https"
                .formatted(refusal.status());
    }

    static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth < 20; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return Optional.of(kind.cast(at));
            }
            depth++;
        }
        return Optional.empty();
    }

    /// The library takes interruptions for failures.
    static void throwIfInterrupted(Throwable failure) throws InterruptedException {
        if (cause(failure, InterruptedException.class).isPresent()) {
            throw new InterruptedException();
        }
    }

    private static String said(SSLException failure) {
        String words = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
        return " (" + words.substring(0, Math.min(words.length(), WORDS_MAX)) + ")";
    }

    private static String said(VaultRefusal refusal) {
        String words = String.join("; ", refusal.words());
        return " (%d%s)".formatted(refusal.status(), words.isEmpty() ? "" : ": " + words);
    }

    private static String words(VaultRefusal refusal) {
        return refusal.words().isEmpty() ? "" : ": " + String.join("; ", refusal.words());
    }

    private ProviderException failed(Kind kind, String what) {
        return new ProviderException(kind, where() + " " + what);
    }

    private String where() {
        return "Vault at " + address;
    }
}
