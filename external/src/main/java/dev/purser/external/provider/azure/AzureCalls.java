package dev.purser.external.provider.azure;

import com.azure.core.exception.HttpResponseException;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// Calls Azure, and says in plain words why a call failed.
final class AzureCalls {
    /// How the SDK words it when a vault's challenge names another domain than the vault's.
    private static final String FOREIGN_CHALLENGE = "challenge resource";

    private AzureCalls() {}

    /// Carries the reason why there are no credentials through the SDK.
    static final class NoCredentials extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ProviderException reason;

        NoCredentials(ProviderException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /// @param subject what is asked for, such as `secret 'db'`
    static <T> T call(String subject, Supplier<T> call)
            throws ProviderException, InterruptedException {
        try {
            return call.get();
        } catch (RuntimeException e) { // the SDK's failures have no other type in common
            if (cause(e, InterruptedException.class).isPresent()
                    || Thread.interrupted()
                    || interrupted(e)) {
                throw new InterruptedException("interrupted while Azure was asked for " + subject);
            }
            throw reason(e, subject);
        }
    }

    private static boolean interrupted(Throwable failure) {
        Optional<InterruptedIOException> io = cause(failure, InterruptedIOException.class);
        return io.isPresent() && !(io.get() instanceof java.net.SocketTimeoutException);
    }

    private static ProviderException reason(RuntimeException e, String subject) {
        Optional<NoCredentials> none = cause(e, NoCredentials.class);
        if (none.isPresent()) {
            return none.get().reason;
        }
        Optional<ProviderException> identity = EntraErrors.of(e);
        if (identity.isPresent()) {
            return identity.get();
        }
        Optional<HttpResponseException> answer = cause(e, HttpResponseException.class);
        if (answer.isPresent() && answer.get().getResponse() != null) {
            return VaultErrors.of(answer.get(), subject);
        }
        if (cause(e, IllegalArgumentException.class).isPresent()
                || (cause(e, GeneralSecurityException.class).isPresent()
                        && cause(e, SSLException.class).isEmpty())) {
            return new ProviderException(
                    Kind.MISSING_CREDENTIALS, "the client certificate or its key is none", e);
        }
        if (String.valueOf(e.getMessage()).contains(FOREIGN_CHALLENGE)) {
            return new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "the vault wants a token that is not for its own domain, and gets none",
                    e);
        }
        return new ProviderException(
                Kind.UNAVAILABLE, "Azure cannot be asked for " + subject + ": " + why(e), e);
    }

    private static String why(Throwable failure) {
        if (cause(failure, UnknownHostException.class).isPresent()
                || cause(failure, UnresolvedAddressException.class).isPresent()) {
            return "there is no such host; is the vault's address right?";
        }
        if (cause(failure, HttpTimeoutException.class).isPresent()
                || cause(failure, TimeoutException.class).isPresent()) {
            return "there is no answer in time";
        }
        if (cause(failure, ConnectException.class).isPresent()) {
            return "the connection is refused";
        }
        Optional<SSLException> tls = cause(failure, SSLException.class);
        if (tls.isPresent()) {
            return "TLS fails: " + tls.get().getMessage();
        }
        if (cause(failure, IOException.class).isPresent()) {
            return "the connection breaks";
        }
        return "the call fails with " + failure.getClass().getSimpleName();
    }

    static <E extends Throwable> Optional<E> cause(Throwable failure, Class<E> type) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return Optional.of(type.cast(e));
            }
        }
        return Optional.empty();
    }
}
