package dev.purser.api.kind.pod;

import dev.purser.api.selector.LabelSyntax;
import java.util.Set;

/// What the names of resources tell: Kubernetes' own and those of others behave differently.
public final class ResourceNames {
    static final String HUGE_PAGES = "hugepages-";

    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> COUNTED =
            Set.of(
                    "pods",
                    "resourcequotas",
                    "services",
                    "replicationcontrollers",
                    "secrets",
                    "configmaps",
                    "persistentvolumeclaims",
                    "services.nodeports",
                    "services.loadbalancers");
    private static final Set<String> MEASURED =
            Set.of(
                    "cpu",
                    "memory",
                    "ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.ephemeral-storage",
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage",
                    "storage",
                    "requests.storage");
    private static final String QUOTA_PREFIX = "requests.";

    private ResourceNames() {}

    public static boolean isHugePages(String name) {
        return name.startsWith(HUGE_PAGES);
    }

    /// Whether a name without a domain is known anywhere in Kubernetes.
    public static boolean isStandard(String name) {
        return MEASURED.contains(name)
                || COUNTED.contains(name)
                || isHugePages(name)
                || name.startsWith(QUOTA_PREFIX + HUGE_PAGES);
    }

    static boolean isForContainers(String name) {
        return OF_CONTAINERS.contains(name) || isHugePages(name);
    }

    /// Whether a Pod as a whole may ask for it (KEP-2837).
    static boolean isForPods(String name) {
        return name.equals("cpu") || name.equals("memory") || isHugePages(name);
    }

    public static boolean isNative(String name) {
        return !name.contains("/") || name.contains("kubernetes.io/");
    }

    /// Whether this is a resource of others, which is counted in whole pieces.
    public static boolean isExtended(String name) {
        return !isNative(name)
                && !name.startsWith(QUOTA_PREFIX)
                && LabelSyntax.keyErrors(QUOTA_PREFIX + name).isEmpty();
    }

    public static boolean isInteger(String name) {
        return COUNTED.contains(name) || isExtended(name);
    }

    /// Whether more of it may be promised than there is.
    public static boolean mayBeOvercommitted(String name) {
        return isNative(name) && !isHugePages(name);
    }
}
