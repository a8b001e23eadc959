package dev.purser.server.admission.security.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// How violations are put in words.
final class Wording {
    private Wording() {}

    /// `"a", "b"`; the texts are not escaped.
    static String quoted(Collection<String> texts) {
        return texts.isEmpty() ? "" : "\"" + String.join("\", \"", texts) + "\"";
    }

    /// The word alone, with an s unless there is one of it.
    static String plural(String word, Collection<?> things) {
        return things.size() == 1 ? word : word + "s";
    }

    /// What one thing `uses`, several `use`.
    static String uses(Collection<?> things) {
        return things.size() == 1 ? "uses" : "use";
    }

    /// `container "a"`, or `containers "a", "b"`.
    static String containers(Collection<String> names) {
        return plural("container", names) + " " + quoted(names);
    }

    /// `pod and containers "a", "b"`, or one of the two; empty when neither says it.
    static String podAndContainers(boolean isPod, Collection<String> names) {
        List<String> parts = new ArrayList<>();
        if (isPod) {
            parts.add("pod");
        }
        if (!names.isEmpty()) {
            parts.add(containers(names));
        }
        return String.join(" and ", parts);
    }
}
