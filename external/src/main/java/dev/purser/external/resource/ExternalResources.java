package dev.purser.external.resource;

import dev.purser.api.meta.GroupVersionResource;

/// The resources of the External Secrets Operator.
public final class ExternalResources {
    public static final String GROUP = "external-secrets.io";
    public static final String VERSION = "v1";
    public static final GroupVersionResource EXTERNAL_SECRETS = of("externalsecrets");
    public static final GroupVersionResource CLUSTER_EXTERNAL_SECRETS =
            of("clusterexternalsecrets");
    public static final GroupVersionResource SECRET_STORES = of("secretstores");
    public static final GroupVersionResource CLUSTER_SECRET_STORES = of("clustersecretstores");

    private ExternalResources() {}

    private static GroupVersionResource of(String resource) {
        return new GroupVersionResource(GROUP, VERSION, resource);
    }
}
