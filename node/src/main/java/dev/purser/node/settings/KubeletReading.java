package dev.purser.node.settings;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.quantity.QuantityFormatException;
import dev.purser.node.settings.PodSettings.CpuQuota;
import dev.purser.node.settings.PodSettings.OomKill;
import dev.purser.node.settings.PodSettings.Seccomp;
import dev.purser.node.settings.ShutdownSettings.PriorityPeriod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the tree of a KubeletConfiguration into the settings of the node's parts.
final class KubeletReading {
    private final JsonNode given;
    private final ObjectNode whole;

    private KubeletReading(JsonNode given, ObjectNode whole) {
        this.given = given;
        this.whole = whole;
    }

    /// @param given what the file says
    /// @param whole with the defaults
    static KubeletConfiguration read(JsonNode given, ObjectNode whole)
            throws KubeletConfigurationException {
        List<String> refused = KubeletSupport.refused(given);
        if (!refused.isEmpty()) {
            throw new KubeletConfigurationException(String.join(", ", refused));
        }
        KubeletConfiguration configuration = new KubeletReading(given, whole).read();
        KubeletValidation.check(configuration, whole);
        return configuration;
    }

    private KubeletConfiguration read() throws KubeletConfigurationException {
        return new KubeletConfiguration(
                new EndpointSettings(text("address"), number("port"), given.has("port")),
                pods(),
                new DnsSettings(texts("clusterDNS"), text("clusterDomain"), text("resolvConf")),
                new EvictionSettings(
                        given.has("evictionHard")
                                ? ThresholdReading.read(whole)
                                : ThresholdReading.defaults(whole),
                        duration("evictionPressureTransitionPeriod"),
                        number("evictionMaxPodGracePeriod")),
                images(),
                new LogSettings(
                        quantity("containerLogMaxSize", text("containerLogMaxSize")).value(),
                        number("containerLogMaxFiles"),
                        duration("containerLogMonitorInterval")),
                new ReservedSettings(
                        quantities("systemReserved"),
                        quantities("kubeReserved"),
                        texts("enforceNodeAllocatable").contains("pods")),
                shutdown(),
                report(),
                KubeletSupport.ignored(given),
                whole);
    }

    private PodSettings pods() throws KubeletConfigurationException {
        JsonNode pids = whole.path("podPidsLimit");
        return new PodSettings(
                number("maxPods"),
                number("podsPerCore"),
                Math.max(-1, pids.asLong(-1)),
                text("staticPodPath"),
                texts("allowedUnsafeSysctls"),
                flag("seccompDefault") ? Seccomp.RUNTIME_DEFAULT : Seccomp.UNCONFINED,
                flag("cpuCFSQuota") ? CpuQuota.ENFORCED : CpuQuota.OFF,
                duration("cpuCFSQuotaPeriod"),
                flag("singleProcessOOMKill") ? OomKill.SINGLE_PROCESS : OomKill.CONTAINER,
                durationAt(
                        "crashLoopBackOff.maxContainerRestartPeriod",
                        whole.path("crashLoopBackOff").path("maxContainerRestartPeriod")));
    }

    private ImageSettings images() throws KubeletConfigurationException {
        return new ImageSettings(
                duration("imageMinimumGCAge"),
                duration("imageMaximumGCAge"),
                number("imageGCHighThresholdPercent"),
                number("imageGCLowThresholdPercent"),
                number("nodeStatusMaxImages"));
    }

    private ShutdownSettings shutdown() throws KubeletConfigurationException {
        List<PriorityPeriod> periods = new ArrayList<>();
        for (JsonNode each : whole.path("shutdownGracePeriodByPodPriority")) {
            periods.add(
                    new PriorityPeriod(
                            each.path("priority").asInt(0),
                            Duration.ofSeconds(each.path("shutdownGracePeriodSeconds").asLong(0))));
        }
        periods.sort(Comparator.comparingInt(PriorityPeriod::priority));
        return new ShutdownSettings(
                duration("shutdownGracePeriod"),
                duration("shutdownGracePeriodCriticalPods"),
                periods);
    }

    private ReportSettings report() throws KubeletConfigurationException {
        return new ReportSettings(
                duration("nodeStatusUpdateFrequency"),
                duration("nodeStatusReportFrequency"),
                number("nodeLeaseDurationSeconds"),
                text("providerID"),
                whole.path("registerWithTaints").valueStream().toList());
    }

    private String text(String name) {
        return whole.path(name).asString("");
    }

    private int number(String name) {
        return whole.path(name).asInt(0);
    }

    private boolean flag(String name) {
        return whole.path(name).asBoolean(false);
    }

    private List<String> texts(String name) {
        return whole.path(name).valueStream().map(each -> each.asString("")).toList();
    }

    private Duration duration(String name) throws KubeletConfigurationException {
        return durationAt(name, whole.path(name));
    }

    private static Duration durationAt(String name, JsonNode value)
            throws KubeletConfigurationException {
        String text = value.asString("0");
        Optional<String> complaint = GoDuration.complaint(text);
        if (complaint.isPresent()) {
            throw new KubeletConfigurationException(
                    "invalid configuration: %s: %s".formatted(name, complaint.get()));
        }
        return GoDuration.parse(text);
    }

    private Map<String, Quantity> quantities(String name) throws KubeletConfigurationException {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : whole.path(name).properties()) {
            String resource = entry.getKey();
            if (!List.of("cpu", "memory", "ephemeral-storage", "pid").contains(resource)) {
                throw new KubeletConfigurationException(
                        "cannot reserve \"%s\" resource".formatted(resource));
            }
            Quantity quantity = quantity(name, entry.getValue().asString(""));
            if (quantity.signum() < 0) {
                throw new KubeletConfigurationException(
                        "resource quantity for \"%s\" cannot be negative: %s"
                                .formatted(resource, quantity));
            }
            quantities.put(resource, quantity);
        }
        return quantities;
    }

    static Quantity quantity(String name, String text) throws KubeletConfigurationException {
        try {
            return Quantity.parse(text);
        } catch (QuantityFormatException e) {
            throw new KubeletConfigurationException(
                    "invalid configuration: %s: failed to parse quantity \"%s\": %s"
                            .formatted(name, text, e.getMessage()));
        }
    }
}
