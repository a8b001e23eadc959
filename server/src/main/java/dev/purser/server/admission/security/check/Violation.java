package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.stream.Collectors;

/// What a pod has that it may not have.
///
/// @param reason in a few words: `host namespaces`
/// @param detail where and what: `hostNetwork=true, hostPID=true`
public record Violation(String reason, String detail) {
    /// The reasons alone, which tell about many pods at once.
    public static String reasons(List<Violation> violations) {
        return violations.stream().map(Violation::reason).collect(Collectors.joining(", "));
    }

    /// The reasons with their details, which tell about one pod.
    public static String details(List<Violation> violations) {
        return violations.stream()
                .map(found -> "%s (%s)".formatted(found.reason, found.detail))
                .collect(Collectors.joining(", "));
    }
}
