package dev.purser.server.request;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which program sends a request, as it says itself in the `User-Agent` header. Nothing that
/// matters for security may hang on it.
public record UserAgent(String text) {
    /// Programs that show warnings to the person who runs them.
    private static final Set<String> TOOLS =
            Set.of("helm", "oc", "k9s", "lens", "openlens", "freelens", "curl", "httpie", "wget");

    /// `kubectl`, also as `kubectl.exe`, `kubectl-1.36` or a plugin such as `kubectl-neat`.
    private static final List<String> TOOL_FAMILIES = List.of("kubectl", "helm-");

    /// Whether a person runs this program and sees what it prints.
    public boolean isPeoplesTool() {
        int slash = text.indexOf('/');
        String product = (slash < 0 ? text : text.substring(0, slash)).toLowerCase(Locale.ROOT);
        return TOOLS.contains(product) || TOOL_FAMILIES.stream().anyMatch(product::startsWith);
    }
}
