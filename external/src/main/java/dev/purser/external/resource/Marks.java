package dev.purser.external.resource;

/// Labels, annotations and finalizers by which objects are known again; the operator's own, so that
/// what it made is taken over as it is.
public final class Marks {
    /// The label of all Secrets that an ExternalSecret writes to; its value is [#MANAGED_VALUE].
    public static final String MANAGED = "reconcile.external-secrets.io/managed";

    public static final String MANAGED_VALUE = "true";

    /// The label that names the owner of a Secret, as a hash of its namespace and name.
    public static final String CREATED_BY = "reconcile.external-secrets.io/created-by";

    /// The annotation with the hash of a Secret's data as they were written.
    public static final String DATA_HASH = "reconcile.external-secrets.io/data-hash";

    /// The annotation that a ClusterExternalSecret passes on to its ExternalSecrets.
    public static final String FORCE_SYNC = "external-secrets.io/force-sync";

    /// Keeps a deleted ExternalSecret until its Secret is gone as well.
    public static final String EXTERNAL_SECRET_FINALIZER =
            "externalsecrets.external-secrets.io/externalsecret-cleanup";

    /// Keeps a deleted ClusterExternalSecret until its ExternalSecrets are gone as well.
    public static final String CLUSTER_EXTERNAL_SECRET_FINALIZER =
            "externalsecrets.external-secrets.io/clusterexternalsecret-cleanup";

    /// What an ExternalSecret wrote into a Secret; the ExternalSecret's name follows, as a hash.
    public static final String WRITTEN_PREFIX = "external-secrets.purser.dev/written-";

    private Marks() {}
}
