package dev.purser.server.admission.security.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Kubernetes release whose rules are meant.
///
/// @param minor of release 1; that of [#LATEST] is above all others
public record PolicyVersion(long minor) {
    /// Whatever is newest.
    public static final PolicyVersion LATEST = new PolicyVersion(Long.MAX_VALUE);

    private static final Pattern SYNTAX = Pattern.compile("v1\\.(0|[1-9][0-9]{0,17})");

    /// Reads `latest` or `v1.N`.
    public static Optional<PolicyVersion> of(String text) {
        if (text.equals("latest")) {
            return Optional.of(LATEST);
        }
        Matcher matcher = SYNTAX.matcher(text);
        return matcher.matches()
                ? Optional.of(new PolicyVersion(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    public boolean isLatest() {
        return equals(LATEST);
    }

    /// The version as labels name it.
    @Override
    public String toString() {
        return isLatest() ? "latest" : "v1." + minor;
    }
}
