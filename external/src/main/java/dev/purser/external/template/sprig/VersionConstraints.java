package dev.purser.external.template.sprig;

import dev.purser.external.template.run.CallException;
import dev.purser.external.template.value.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which versions are wanted: `^1.2.0, != 1.3.1 || ~2.1`. One alternative has to hold with all of
/// its parts.
record VersionConstraints(List<List<Constraint>> alternatives) {
    private static final Pattern CONSTRAINT =
            Pattern.compile(
                    "\\s*(=|!=|>=|=>|<=|=<|>|<|~>|~|\\^|)\\s*"
                            + "(v?[0-9xX*]+(\\.[0-9xX*]+)?(\\.[0-9xX*]+)?"
                            + "(-[0-9A-Za-z\\-.]+)?(\\+[0-9A-Za-z\\-.]+)?)\\s*");
    private static final Pattern RANGE = Pattern.compile("\\s*(\\S+)\\s+-\\s+(\\S+)\\s*");
    private static final String WILDCARDS = "xX*";

    VersionConstraints {
        alternatives = List.copyOf(alternatives);
    }

    static VersionConstraints parse(String text) throws CallException {
        List<List<Constraint>> alternatives = new ArrayList<>();
        for (String alternative : text.split("\\|\\|", -1)) {
            alternatives.add(parseAll(RANGE.matcher(alternative).replaceAll(">=$1, <=$2")));
        }
        return new VersionConstraints(alternatives);
    }

    private static List<Constraint> parseAll(String text) throws CallException {
        List<Constraint> constraints = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = CONSTRAINT.matcher(part);
            int place = 0;
            while (place < part.length() || part.isEmpty()) {
                matcher.region(place, part.length());
                if (!matcher.lookingAt() || matcher.end() == place) {
                    throw new CallException("improper constraint: ", part);
                }
                constraints.add(constraint(matcher));
                place = matcher.end();
            }
        }
        return constraints;
    }

    private static Constraint constraint(Matcher matcher) throws CallException {
        String written = matcher.group(2);
        boolean patchOpen = isOpen(matcher.group(4));
        boolean minorOpen = isOpen(matcher.group(3));
        String first = written.split("[.\\-+]")[0];
        boolean majorOpen = WILDCARDS.contains(first);
        String whole = majorOpen ? "0.0.0" : written;
        if (!majorOpen && (minorOpen || patchOpen)) {
            whole = minorOpen ? first : first + matcher.group(3);
        }
        Version version =
                Versions.parse(whole)
                        .orElseThrow(() -> new CallException("constraint parser error"));
        return new Constraint(matcher.group(1), version, majorOpen, minorOpen, patchOpen);
    }

    private static boolean isOpen(@Nullable String part) {
        return part == null || WILDCARDS.contains(part.substring(1));
    }

    boolean allow(Version version) {
        return alternatives.stream()
                .anyMatch(all -> all.stream().allMatch(one -> one.allows(version)));
    }

    /// One constraint; parts that are open may be anything.
    record Constraint(
            String operator,
            Version bound,
            boolean majorOpen,
            boolean minorOpen,
            boolean patchOpen) {
        boolean allows(Version version) {
            boolean refusesPrerelease =
                    !version.prerelease().isEmpty() && bound.prerelease().isEmpty();
            if (operator.equals("!=")) {
                return !refusesPrerelease && !isLike(version);
            }
            if (refusesPrerelease) {
                return false;
            }
            boolean anything = majorOpen && !operator.equals(">") && !operator.equals("<");
            return anything || compare(version);
        }

        private boolean compare(Version version) {
            int order = version.compareTo(bound);
            return switch (operator) {
                case ">" -> isBeyond(version, order);
                case "<" -> order < 0;
                case ">=", "=>" -> order >= 0;
                case "<=", "=<" -> order <= 0 || (anyOpen() && isLike(version));
                case "~", "~>" -> order >= 0 && isTilde(version);
                case "^" -> order >= 0 && isCaret(version);
                default -> anyOpen() ? order >= 0 && isTilde(version) : order == 0;
            };
        }

        private boolean anyOpen() {
            return minorOpen || patchOpen;
        }

        private boolean isBeyond(Version version, int order) {
            if (!anyOpen()) {
                return order > 0;
            }
            if (version.major() != bound.major() || minorOpen) {
                return version.major() > bound.major();
            }
            return version.minor() > bound.minor();
        }

        /// Whether a version is the bound, with whatever for what is open.
        private boolean isLike(Version version) {
            if (majorOpen) {
                return true;
            }
            if (!anyOpen()) {
                return version.compareTo(bound) == 0;
            }
            return version.major() == bound.major()
                    && (minorOpen || version.minor() == bound.minor());
        }

        private boolean isTilde(Version version) {
            return version.major() == bound.major()
                    && (minorOpen || version.minor() == bound.minor());
        }

        private boolean isCaret(Version version) {
            if (bound.major() > 0 || minorOpen) {
                return version.major() == bound.major();
            }
            if (version.major() > 0) {
                return false;
            }
            if (bound.minor() > 0 || patchOpen) {
                return version.minor() == bound.minor();
            }
            return version.minor() == 0 && version.patch() == bound.patch();
        }
    }
}
