package dev.purser.api.kind.migration;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;

/// The kinds of the storagemigration group.
public final class MigrationKinds {
    private MigrationKinds() {}

    /// @param goForm shows specs in messages
    public static VersionKinds all(GoForm goForm) {
        return VersionKinds.of("storagemigration.k8s.io", "v1")
                .with("StorageVersionMigration", new StorageVersionMigrationRules(goForm));
    }
}
