package dev.purser.node.settings;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.Absence;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.GoField;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.ListType;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.MapType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/// The fields of a KubeletConfiguration, which no OpenAPI document has.
final class KubeletSchema {
    private static final String PACKAGE = "io.k8s.kubelet.config.v1beta1.";

    private static final String TEXTS =
            """
            kind apiVersion staticPodPath podLogsDir syncFrequency fileCheckFrequency \
            httpCheckFrequency staticPodURL address tlsCertFile tlsPrivateKeyFile tlsMinVersion \
            imagePullCredentialsVerificationPolicy healthzBindAddress clusterDomain \
            streamingConnectionIdleTimeout nodeStatusUpdateFrequency nodeStatusReportFrequency \
            imageMinimumGCAge imageMaximumGCAge volumeStatsAggPeriod kubeletCgroups systemCgroups \
            cgroupRoot cgroupDriver cpuManagerPolicy cpuManagerReconcilePeriod memoryManagerPolicy \
            topologyManagerPolicy topologyManagerScope runtimeRequestTimeout hairpinMode podCIDR \
            resolvConf cpuCFSQuotaPeriod contentType evictionPressureTransitionPeriod \
            containerLogMaxSize containerLogMonitorInterval \
            configMapAndSecretChangeDetectionStrategy reservedSystemCPUs \
            showHiddenMetricsForVersion systemReservedCgroup kubeReservedCgroup volumePluginDir \
            providerID shutdownGracePeriod shutdownGracePeriodCriticalPods \
            memoryReservationPolicy containerRuntimeEndpoint imageServiceEndpoint\
            """;
    private static final String FLAGS =
            """
            enableServer rotateCertificates serverTLSBootstrap enableDebuggingHandlers \
            enableContentionProfiling cgroupsPerQOS singleProcessOOMKill runOnce cpuCFSQuota \
            serializeImagePulls mergeDefaultEvictionSettings enableControllerAttachDetach \
            protectKernelDefaults makeIPTablesUtilChains failSwapOn kernelMemcgNotification \
            enableSystemLogHandler enableSystemLogQuery enableProfilingHandler \
            enableDebugFlagsHandler seccompDefault registerNode localStorageCapacityIsolation \
            failCgroupV1\
            """;
    private static final String NUMBERS =
            """
            port readOnlyPort registryPullQPS registryBurst eventRecordQPS eventBurst healthzPort \
            oomScoreAdj nodeLeaseDurationSeconds imageGCHighThresholdPercent \
            imageGCLowThresholdPercent maxPods nodeStatusMaxImages kubeAPIQPS kubeAPIBurst \
            maxParallelImagePulls evictionMaxPodGracePeriod podsPerCore iptablesMasqueradeBit \
            iptablesDropBit containerLogMaxFiles containerLogMaxWorkers\
            """;
    private static final String TEXT_LISTS =
            "tlsCipherSuites preloadedImagesVerificationAllowlist clusterDNS"
                    + " enforceNodeAllocatable allowedUnsafeSysctls";
    private static final String TEXT_MAPS =
            "cpuManagerPolicyOptions topologyManagerPolicyOptions qosReserved evictionHard"
                    + " evictionSoft evictionSoftGracePeriod evictionMinimumReclaim systemReserved"
                    + " kubeReserved defaultPodSysctls";

    private KubeletSchema() {}

    static Map<GroupVersionKind, ObjectSchema> kinds() {
        return Map.of(
                new GroupVersionKind("kubelet.config.k8s.io", "v1beta1", "KubeletConfiguration"),
                configuration());
    }

    private static ObjectSchema configuration() {
        List<Field> fields = new ArrayList<>();
        names(TEXTS).forEach(name -> fields.add(text(name)));
        names(FLAGS).forEach(name -> fields.add(flag(name)));
        names(NUMBERS).forEach(name -> fields.add(number(name)));
        names(TEXT_LISTS)
                .forEach(name -> fields.add(field(name, list(ScalarSchema.STRING), "[]string")));
        names(TEXT_MAPS).forEach(name -> fields.add(textMap(name)));
        fields.add(field("podPidsLimit", ScalarSchema.INT64, "int64"));
        fields.add(field("maxOpenFiles", ScalarSchema.INT64, "int64"));
        fields.add(field("memoryThrottlingFactor", ScalarSchema.DOUBLE, "float64"));
        fields.add(field("tlsCurvePreferences", list(ScalarSchema.INT32), "[]int32"));
        fields.add(field("featureGates", map(ScalarSchema.BOOLEAN), "map[string]bool"));
        fields.add(
                field("staticPodURLHeader", map(list(ScalarSchema.STRING)), "map[string][]string"));
        fields.addAll(parts());
        return struct("KubeletConfiguration", fields.toArray(Field[]::new));
    }

    private static List<Field> parts() {
        return List.of(
                part("authentication", authentication()),
                part("authorization", authorization()),
                part("memorySwap", struct("MemorySwapConfiguration", text("swapBehavior"))),
                part(
                        "crashLoopBackOff",
                        struct("CrashLoopBackOffConfig", text("maxContainerRestartPeriod"))),
                part(
                        "userNamespaces",
                        struct("UserNamespaces", field("idsPerPod", ScalarSchema.INT64, "int64"))),
                field("logging", ScalarSchema.ANY_OBJECT, "v1.LoggingConfiguration"),
                field("tracing", ScalarSchema.ANY_OBJECT, "v1.TracingConfiguration"),
                field(
                        "reservedMemory",
                        list(ScalarSchema.ANY_OBJECT),
                        "[]v1beta1.MemoryReservation"),
                field("registerWithTaints", list(taint()), "[]v1.Taint"),
                field(
                        "shutdownGracePeriodByPodPriority",
                        list(
                                struct(
                                        "ShutdownGracePeriodByPodPriority",
                                        number("priority"),
                                        field(
                                                "shutdownGracePeriodSeconds",
                                                ScalarSchema.INT64,
                                                "int64"))),
                        "[]v1beta1.ShutdownGracePeriodByPodPriority"));
    }

    private static ObjectSchema authentication() {
        return struct(
                "KubeletAuthentication",
                part("x509", struct("KubeletX509Authentication", text("clientCAFile"))),
                part(
                        "webhook",
                        struct("KubeletWebhookAuthentication", flag("enabled"), text("cacheTTL"))),
                part("anonymous", struct("KubeletAnonymousAuthentication", flag("enabled"))));
    }

    private static ObjectSchema authorization() {
        return struct(
                "KubeletAuthorization",
                text("mode"),
                part(
                        "webhook",
                        struct(
                                "KubeletWebhookAuthorization",
                                text("cacheAuthorizedTTL"),
                                text("cacheUnauthorizedTTL"))));
    }

    private static ObjectSchema taint() {
        return struct("Taint", text("key"), text("value"), text("effect"), text("timeAdded"));
    }

    private static List<String> names(String text) {
        return List.of(text.split("\\s+"));
    }

    private static ObjectSchema struct(String name, Field... fields) {
        return ObjectSchema.custom(
                PACKAGE + name, List.of(fields), MapType.GRANULAR, Optional.empty());
    }

    private static Field text(String name) {
        return field(name, ScalarSchema.STRING, "string");
    }

    private static Field flag(String name) {
        return field(name, ScalarSchema.BOOLEAN, "bool");
    }

    private static Field number(String name) {
        return field(name, ScalarSchema.INT32, "int32");
    }

    private static Field textMap(String name) {
        return field(name, map(ScalarSchema.STRING), "map[string]string");
    }

    private static Field part(String name, ObjectSchema schema) {
        return field(name, schema, "v1beta1." + schema.simpleName());
    }

    private static Schema list(Schema items) {
        return new ListSchema(items, ListType.ATOMIC, List.of());
    }

    private static Schema map(Schema values) {
        return new MapSchema(values, MapType.GRANULAR);
    }

    private static Field field(String name, Schema schema, String goType) {
        return new Field(
                name,
                schema,
                Absence.KEPT,
                new GoField(name, goType),
                JsonNodeFactory.instance.objectNode());
    }
}
