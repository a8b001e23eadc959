package dev.purser.server.custom;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.kind.apiextensions.VersionOrder;
import java.util.Comparator;
import java.util.List;

/// What users of deprecated versions are told.
final class Deprecations {
    private static final Comparator<String> BEST_FIRST = new VersionOrder();

    private Deprecations() {}

    static List<String> warnings(Definition.Version version, Definition definition) {
        if (!version.isDeprecated()) {
            return List.of();
        }
        return List.of(
                version.deprecationWarning().orElseGet(() -> usual(version.name(), definition)));
    }

    private static String usual(String version, Definition definition) {
        String kind = definition.wishedNames().kind();
        String text = "%s/%s %s is deprecated".formatted(definition.group(), version, kind);
        return definition.versions().stream()
                .filter(other -> other.isServed() && !other.isDeprecated())
                .map(Definition.Version::name)
                .filter(other -> BEST_FIRST.compare(other, version) < 0)
                .min(BEST_FIRST)
                .map(best -> "%s; use %s/%s %s".formatted(text, definition.group(), best, kind))
                .orElse(text);
    }
}
