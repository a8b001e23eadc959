package dev.purser.server.admission.security;

import dev.purser.api.status.FieldErrors;
import dev.purser.server.admission.security.check.Level;
import dev.purser.server.admission.security.check.LevelVersion;
import dev.purser.server.admission.security.check.PolicyVersion;
import java.util.Map;
import java.util.Optional;

/// What a namespace asks of its pods, in the three modes.
///
/// @param enforce what is refused
/// @param audit what is noted in the audit log
/// @param warn what the caller is told
public record NamespacePolicy(LevelVersion enforce, LevelVersion audit, LevelVersion warn) {
    static final String PREFIX = "pod-security.kubernetes.io/";

    /// Everything is allowed.
    static NamespacePolicy privileged() {
        LevelVersion privileged = new LevelVersion(Level.PRIVILEGED, PolicyVersion.LATEST);
        return new NamespacePolicy(privileged, privileged, privileged);
    }

    /// Reads the labels of a namespace; what they do not say is as in the defaults. Of what cannot
    /// be read, the strictest is enforced, and nothing is audited or warned of.
    NamespacePolicy withLabels(Map<String, String> labels, FieldErrors errors) {
        Reader reader = new Reader(labels, errors);
        Level enforced = reader.level("enforce", enforce.level(), Level.RESTRICTED);
        LevelVersion newEnforce =
                new LevelVersion(enforced, reader.version("enforce", enforce.version()));
        LevelVersion newAudit = reader.levelVersion("audit", audit);
        LevelVersion newWarn = reader.levelVersion("warn", warn);
        boolean isWarnSilent = !reader.has("warn");
        if (isWarnSilent
                && reader.hasValidLevel("enforce")
                && enforced.isStricterThan(newWarn.level())) {
            newWarn =
                    new LevelVersion(
                            enforced,
                            reader.has("warn-version") ? newWarn.version() : newEnforce.version());
        }
        return new NamespacePolicy(newEnforce, newAudit, newWarn);
    }

    boolean isFullyPrivileged() {
        return enforce.isPrivileged() && audit.isPrivileged() && warn.isPrivileged();
    }

    boolean isEquivalentTo(NamespacePolicy other) {
        return enforce.isEquivalentTo(other.enforce)
                && audit.isEquivalentTo(other.audit)
                && warn.isEquivalentTo(other.warn);
    }

    private record Reader(Map<String, String> labels, FieldErrors errors) {
        boolean has(String label) {
            return labels.containsKey(PREFIX + label);
        }

        boolean hasValidLevel(String mode) {
            return find(mode).flatMap(Level::of).isPresent();
        }

        private Optional<String> find(String label) {
            return Optional.ofNullable(labels.get(PREFIX + label));
        }

        LevelVersion levelVersion(String mode, LevelVersion ifSilent) {
            Level level = level(mode, ifSilent.level(), Level.PRIVILEGED);
            return new LevelVersion(level, version(mode, ifSilent.version()));
        }

        Level level(String mode, Level ifSilent, Level ifWrong) {
            Optional<String> text = find(mode);
            if (text.isEmpty()) {
                return ifSilent;
            }
            Optional<Level> level = Level.of(text.get());
            if (level.isEmpty()) {
                errors.invalid(path(mode), text.get(), PolicySyntax.LEVELS);
            }
            return level.orElse(ifWrong);
        }

        PolicyVersion version(String mode, PolicyVersion ifSilent) {
            Optional<String> text = find(mode + "-version");
            if (text.isEmpty()) {
                return ifSilent;
            }
            Optional<PolicyVersion> version = PolicyVersion.of(text.get());
            if (version.isEmpty()) {
                errors.invalid(path(mode + "-version"), text.get(), PolicySyntax.VERSIONS);
            }
            return version.orElse(PolicyVersion.LATEST);
        }

        private static String path(String label) {
            return "metadata.labels[%s%s]".formatted(PREFIX, label);
        }
    }
}
