package dev.purser.node.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What of a KubeletConfiguration means something here: most fields are followed; some mean nothing
/// to a node that lives in the API server's process and does not poll, and are ignored; and some
/// ask for what this node does not do, and are refused, since whoever wrote them relies on them.
final class KubeletSupport {
    private static final Set<String> IGNORED =
            Set.of(
                    "syncFrequency",
                    "fileCheckFrequency",
                    "httpCheckFrequency",
                    "podLogsDir",
                    "rotateCertificates",
                    "serverTLSBootstrap",
                    "registryPullQPS",
                    "registryBurst",
                    "eventRecordQPS",
                    "eventBurst",
                    "enableContentionProfiling",
                    "healthzPort",
                    "healthzBindAddress",
                    "oomScoreAdj",
                    "streamingConnectionIdleTimeout",
                    "volumeStatsAggPeriod",
                    "kubeletCgroups",
                    "systemCgroups",
                    "cpuManagerReconcilePeriod",
                    "runtimeRequestTimeout",
                    "hairpinMode",
                    "maxOpenFiles",
                    "contentType",
                    "kubeAPIQPS",
                    "kubeAPIBurst",
                    "serializeImagePulls",
                    "maxParallelImagePulls",
                    "enableControllerAttachDetach",
                    "makeIPTablesUtilChains",
                    "iptablesMasqueradeBit",
                    "iptablesDropBit",
                    "failSwapOn",
                    "containerLogMaxWorkers",
                    "configMapAndSecretChangeDetectionStrategy",
                    "showHiddenMetricsForVersion",
                    "volumePluginDir",
                    "kernelMemcgNotification",
                    "logging",
                    "tracing",
                    "enableProfilingHandler",
                    "enableDebugFlagsHandler",
                    "cacheTTL",
                    "cacheAuthorizedTTL",
                    "cacheUnauthorizedTTL",
                    "containerRuntimeEndpoint",
                    "imageServiceEndpoint");

    /// The only values that can be followed, by the field's path; the empty text stands for a field
    /// that is absent or empty.
    private static final Map<String, Set<String>> FIXED =
            Map.ofEntries(
                    Map.entry("enableServer", Set.of("true")),
                    Map.entry("staticPodURL", Set.of("")),
                    Map.entry("staticPodURLHeader", Set.of("")),
                    Map.entry("readOnlyPort", Set.of("0")),
                    Map.entry("tlsCertFile", Set.of("")),
                    Map.entry("tlsPrivateKeyFile", Set.of("")),
                    Map.entry("tlsCipherSuites", Set.of("")),
                    Map.entry("tlsCurvePreferences", Set.of("")),
                    Map.entry("tlsMinVersion", Set.of("", "VersionTLS12")),
                    Map.entry("authentication.x509.clientCAFile", Set.of("")),
                    Map.entry("authentication.webhook.enabled", Set.of("true")),
                    Map.entry("authentication.anonymous.enabled", Set.of("false")),
                    Map.entry("authorization.mode", Set.of("Webhook")),
                    Map.entry(
                            "imagePullCredentialsVerificationPolicy",
                            Set.of("NeverVerify", "NeverVerifyPreloadedImages")),
                    Map.entry("preloadedImagesVerificationAllowlist", Set.of("")),
                    Map.entry("enableDebuggingHandlers", Set.of("true")),
                    Map.entry("enableSystemLogHandler", Set.of("true")),
                    Map.entry("enableSystemLogQuery", Set.of("false")),
                    Map.entry("cgroupRoot", Set.of("")),
                    Map.entry("cgroupsPerQOS", Set.of("true")),
                    Map.entry("cgroupDriver", Set.of("cgroupfs")),
                    Map.entry("cpuManagerPolicy", Set.of("none")),
                    Map.entry("cpuManagerPolicyOptions", Set.of("")),
                    Map.entry("memoryManagerPolicy", Set.of("None")),
                    Map.entry("reservedMemory", Set.of("")),
                    Map.entry("topologyManagerPolicy", Set.of("none")),
                    Map.entry("topologyManagerPolicyOptions", Set.of("")),
                    Map.entry("qosReserved", Set.of("")),
                    Map.entry("podCIDR", Set.of("")),
                    Map.entry("runOnce", Set.of("false")),
                    Map.entry("protectKernelDefaults", Set.of("false")),
                    Map.entry("featureGates", Set.of("")),
                    Map.entry("memorySwap.swapBehavior", Set.of("", "NoSwap")),
                    Map.entry("reservedSystemCPUs", Set.of("")),
                    Map.entry("systemReservedCgroup", Set.of("")),
                    Map.entry("kubeReservedCgroup", Set.of("")),
                    Map.entry("defaultPodSysctls", Set.of("")),
                    Map.entry("memoryThrottlingFactor", Set.of("")),
                    Map.entry("memoryReservationPolicy", Set.of("None")),
                    Map.entry("registerNode", Set.of("true")),
                    Map.entry("localStorageCapacityIsolation", Set.of("true")),
                    Map.entry("userNamespaces.idsPerPod", Set.of("65536")));

    private KubeletSupport() {}

    /// The fields of a file that have no effect, in their order.
    static List<String> ignored(JsonNode file) {
        return file.properties().stream().map(Map.Entry::getKey).filter(IGNORED::contains).toList();
    }

    /// What a file asks for and this node does not do.
    static List<String> refused(JsonNode file) {
        List<String> refused = new ArrayList<>();
        FIXED.forEach((path, values) -> {
            JsonNode value = at(file, path);
            if (!value.isMissingNode() && !values.contains(text(value))) {
                refused.add(refusal(path, values));
            }
        });
        return refused.stream().sorted().toList();
    }

    private static String refusal(String path, Set<String> values) {
        List<String> accepted = values.stream().filter(each -> !each.isEmpty()).sorted().toList();
        return accepted.isEmpty()
                ? "invalid configuration: %s is not supported by Purser".formatted(path)
                : "invalid configuration: %s can only be %s in Purser"
                        .formatted(path, String.join(" or ", accepted));
    }

    private static JsonNode at(JsonNode file, String path) {
        JsonNode value = file;
        for (String name : path.split("\\.")) {
            value = value.path(name);
        }
        return value;
    }

    private static String text(JsonNode value) {
        if (value.isContainer()) {
            return value.isEmpty() ? "" : value.toString();
        }
        return value.asString();
    }
}
