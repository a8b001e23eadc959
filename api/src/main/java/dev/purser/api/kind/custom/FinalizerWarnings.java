package dev.purser.api.kind.custom;

import dev.purser.api.selector.LabelSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is said about finalizers with unlucky names.
final class FinalizerWarnings {
    private static final Set<String> STANDARD =
            Set.of("orphan", "foregroundDeletion", "kubernetes");

    private FinalizerWarnings() {}

    static List<String> of(String finalizer) {
        List<String> warnings = new ArrayList<>();
        String start = "metadata.finalizers: \"%s\": ".formatted(finalizer);
        LabelSyntax.keyErrors(finalizer).forEach(why -> warnings.add(start + why));
        if (!finalizer.contains("/") && !STANDARD.contains(finalizer)) {
            warnings.add(
                    start
                            + "prefer a domain-qualified finalizer name "
                            + (finalizer.contains(".") ? "including a path (/) " : "")
                            + "to avoid accidental conflicts with other finalizer writers");
        }
        return warnings;
    }
}
