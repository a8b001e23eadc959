package dev.purser.controllers.object;

import dev.purser.api.meta.GroupVersionResource;

/// The resources that controllers work with.
public final class Resources {
    public static final GroupVersionResource NAMESPACES = core("namespaces");
    public static final GroupVersionResource PODS = core("pods");
    public static final GroupVersionResource NODES = core("nodes");
    public static final GroupVersionResource SERVICE_ACCOUNTS = core("serviceaccounts");
    public static final GroupVersionResource CONFIG_MAPS = core("configmaps");
    public static final GroupVersionResource EVENTS = core("events");
    public static final GroupVersionResource SECRETS = core("secrets");
    public static final GroupVersionResource SERVICES = core("services");
    public static final GroupVersionResource ENDPOINTS = core("endpoints");
    public static final GroupVersionResource ENDPOINT_SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");
    public static final GroupVersionResource REPLICATION_CONTROLLERS =
            core("replicationcontrollers");
    public static final GroupVersionResource RESOURCE_QUOTAS = core("resourcequotas");
    public static final GroupVersionResource PERSISTENT_VOLUMES = core("persistentvolumes");
    public static final GroupVersionResource PERSISTENT_VOLUME_CLAIMS =
            core("persistentvolumeclaims");
    public static final GroupVersionResource RESOURCE_CLAIMS =
            new GroupVersionResource("resource.k8s.io", "v1", "resourceclaims");
    public static final GroupVersionResource VOLUME_ATTRIBUTES_CLASSES =
            new GroupVersionResource("storage.k8s.io", "v1", "volumeattributesclasses");
    public static final GroupVersionResource POD_DISRUPTION_BUDGETS =
            new GroupVersionResource("policy", "v1", "poddisruptionbudgets");
    public static final GroupVersionResource DEPLOYMENTS =
            new GroupVersionResource("apps", "v1", "deployments");
    public static final GroupVersionResource REPLICA_SETS =
            new GroupVersionResource("apps", "v1", "replicasets");
    public static final GroupVersionResource CUSTOM_RESOURCE_DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    public static final GroupVersionResource LEASES =
            new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    public static final GroupVersionResource CLUSTER_ROLES =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles");

    private Resources() {}

    private static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }
}
