package dev.purser.external.provider.aws;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/// Calls AWS, and says in plain words why a call failed.
final class AwsCalls {
    private AwsCalls() {}

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
        } catch (AbortedException _) {
            throw new InterruptedException("interrupted while AWS was asked for " + subject);
        } catch (AwsServiceException e) {
            throw AwsErrors.of(e, subject);
        } catch (SdkException | NoCredentials e) {
            throw unanswered(e, subject);
        }
    }

    /// The same for what the store may lack the permission for.
    ///
    /// @return empty when AWS refuses it
    static <T> Optional<T> callIfAllowed(String subject, Supplier<T> call)
            throws ProviderException, InterruptedException {
        try {
            return Optional.of(call(subject, call));
        } catch (ProviderException e) {
            if (e.kind() == Kind.DENIED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ProviderException unanswered(RuntimeException e, String subject) {
        Optional<NoCredentials> none = cause(e, NoCredentials.class);
        if (none.isPresent()) {
            return none.get().reason;
        }
        Optional<AwsServiceException> answer = cause(e, AwsServiceException.class);
        if (answer.isPresent()) {
            return AwsErrors.of(answer.get(), subject);
        }
        return new ProviderException(
                Kind.UNAVAILABLE, "AWS cannot be asked for " + subject + ": " + why(e), e);
    }

    private static String why(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            String reason =
                    switch (e) {
                        case UnknownHostException unknown ->
                                "there is no host "
                                        + unknown.getMessage()
                                        + "; is the region a region of AWS?";
                        case ConnectException _ -> "the connection is refused";
                        case NoRouteToHostException _ -> "there is no way to the host";
                        case SocketTimeoutException _,
                                ApiCallTimeoutException _,
                                ApiCallAttemptTimeoutException _ ->
                                "there is no answer in time";
                        case SSLException tls -> "TLS fails: " + tls.getMessage();
                        default -> "";
                    };
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return "the call fails with " + failure.getClass().getSimpleName();
    }

    private static <E extends Throwable> Optional<E> cause(Throwable failure, Class<E> type) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return Optional.of(type.cast(e));
            }
        }
        return Optional.empty();
    }
}
