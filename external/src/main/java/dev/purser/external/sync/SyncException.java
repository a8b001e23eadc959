package dev.purser.external.sync;

import dev.purser.external.provider.ProviderException;
import java.time.Duration;
import java.util.Optional;

/// Why an ExternalSecret's values did not become a Secret. The message holds no value.
final class SyncException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final Optional<Duration> wait;
    private final boolean lasting;
    private final boolean missing;

    private SyncException(String summary, String detail, Optional<Duration> wait, Outlook outlook) {
        super(detail);
        this.summary = summary;
        this.wait = wait;
        this.lasting = outlook == Outlook.LASTING;
        this.missing = outlook == Outlook.MISSING;
    }

    private enum Outlook {
        PASSING,
        LASTING,
        MISSING
    }

    /// A failure that another try may mend.
    static SyncException passing(String summary, String detail) {
        return new SyncException(summary, detail, Optional.empty(), Outlook.PASSING);
    }

    /// A failure that only somebody's change can mend.
    static SyncException lasting(String summary, String detail) {
        return new SyncException(summary, detail, Optional.empty(), Outlook.LASTING);
    }

    /// A provider's failure.
    static SyncException of(ProviderException failure) {
        boolean missing = failure.kind() == ProviderException.Kind.NOT_FOUND;
        return new SyncException(
                SyncMessages.FETCH_FAILED,
                failure.getMessage(),
                failure.retryAfter(),
                missing ? Outlook.MISSING : Outlook.PASSING);
    }

    /// The same with the place in the specification in front.
    SyncException at(String place) {
        Outlook outlook = Outlook.PASSING;
        if (lasting) {
            outlook = Outlook.LASTING;
        } else if (missing) {
            outlook = Outlook.MISSING;
        }
        return new SyncException(summary, place + ", err: " + detail(), wait, outlook);
    }

    /// What failed, in the operator's words.
    String summary() {
        return summary;
    }

    /// Why.
    String detail() {
        return String.valueOf(getMessage());
    }

    /// How long the store is not to be asked.
    Optional<Duration> retryAfter() {
        return wait;
    }

    /// Whether trying again soon is of no use.
    boolean isLasting() {
        return lasting;
    }

    /// Whether the provider has no such key.
    boolean isMissing() {
        return missing;
    }
}
