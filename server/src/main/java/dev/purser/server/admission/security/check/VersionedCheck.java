package dev.purser.server.admission.security.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A rule through the releases.
///
/// @param id orders the rules of a level
/// @param level the least strict one that has the rule
/// @param revisions the oldest first
record VersionedCheck(String id, Level level, List<Revision> revisions) {

    /// A rule as it is from one release on.
    ///
    /// @param sinceMinor of release 1
    /// @param replaces baseline rules that need not be looked at, as this one is stricter
    record Revision(long sinceMinor, PodCheck check, Set<String> replaces) {}

    static VersionedCheck baseline(String id, Revision... revisions) {
        return new VersionedCheck(id, Level.BASELINE, List.of(revisions));
    }

    static VersionedCheck restricted(String id, Revision... revisions) {
        return new VersionedCheck(id, Level.RESTRICTED, List.of(revisions));
    }

    static Revision since(long minor, PodCheck check, String... replaces) {
        return new Revision(minor, check, Set.copyOf(Arrays.asList(replaces)));
    }

    /// The rule as it is in a release; empty before there was one.
    Optional<Revision> at(PolicyVersion version) {
        return revisions.reversed().stream()
                .filter(revision -> revision.sinceMinor() <= version.minor())
                .findFirst();
    }
}
