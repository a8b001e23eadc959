package dev.purser.external.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a store gives nothing, in words for those who use it: what the provider said, and never a
/// value.
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What is wrong, and so who can mend it.
    public enum Kind {
        /// The store's own specification is of no use.
        BAD_CONFIGURATION,
        /// A Secret, ConfigMap or service account that holds the credentials is missing or empty.
        MISSING_CREDENTIALS,
        /// The provider does not accept the credentials: wrong, expired or revoked.
        UNAUTHENTICATED,
        /// The provider knows who asks, and refuses.
        DENIED,
        /// There is no such key, property or version.
        NOT_FOUND,
        /// The value is not of the form that was asked for, or too large.
        BAD_VALUE,
        /// The provider cannot do what was asked.
        UNSUPPORTED,
        /// The provider asks to be left alone for a while.
        THROTTLED,
        /// The provider cannot be reached, does not answer in time, is sealed or broken.
        UNAVAILABLE
    }

    private final Kind kind;
    private final Optional<Duration> retryAfter;

    public ProviderException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.retryAfter = Optional.empty();
    }

    /// @param cause is logged by nobody, since it may hold what was sent or received
    public ProviderException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = Optional.empty();
    }

    private ProviderException(
            Kind kind, String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = Optional.of(retryAfter);
    }

    /// The provider asks for a pause.
    public static ProviderException throttled(String message, Duration retryAfter) {
        return new ProviderException(Kind.THROTTLED, message, retryAfter, null);
    }

    /// The same failure with the time after which the store is tried again.
    public ProviderException waiting(Duration pause) {
        return new ProviderException(kind, getMessage(), pause, this);
    }

    /// The message, which every exception of this kind has.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }

    /// How long the provider asks not to be asked again.
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// Whether the store as a whole is of no use now, and not just one key of it.
    public boolean concernsStore() {
        return switch (kind) {
            case BAD_CONFIGURATION, MISSING_CREDENTIALS, UNAUTHENTICATED, THROTTLED, UNAVAILABLE ->
                    true;
            case DENIED, NOT_FOUND, BAD_VALUE, UNSUPPORTED -> false;
        };
    }
}
