package dev.purser.external.push;

import dev.purser.api.meta.GroupResource;

/// What is to be read anew.
///
/// @param namespace empty for a ClusterSecretStore
public record RefreshTarget(Kind kind, String namespace, String name) {
    /// What can be read anew.
    public enum Kind {
        EXTERNAL_SECRET("ExternalSecret", "externalsecrets"),
        SECRET_STORE("SecretStore", "secretstores"),
        CLUSTER_SECRET_STORE("ClusterSecretStore", "clustersecretstores");

        private final String kind;
        private final String plural;

        Kind(String kind, String plural) {
            this.kind = kind;
            this.plural = plural;
        }

        String kind() {
            return kind;
        }

        public GroupResource resource() {
            return new GroupResource("external-secrets.io", plural);
        }
    }
}
