package dev.purser.node.settings;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.quantity.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Kubelet's rules about values, with its messages.
final class KubeletValidation {
    private static final Set<String> EFFECTS =
            Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final Set<String> ENFORCEMENTS = Set.of("pods", "none");

    private final List<String> errors = new ArrayList<>();

    private KubeletValidation() {}

    /// @param whole the tree that the configuration was read from
    static void check(KubeletConfiguration configuration, JsonNode whole)
            throws KubeletConfigurationException {
        KubeletValidation validation = new KubeletValidation();
        validation.checkEndpoint(configuration.endpoint());
        validation.checkPods(configuration.pods());
        validation.checkImages(configuration.images());
        validation.checkLogs(configuration.logs(), whole.path("containerLogMaxSize").asString(""));
        validation.checkShutdown(configuration.shutdown());
        validation.checkReport(configuration.report());
        validation.checkEnforcement(whole.path("enforceNodeAllocatable"));
        if (!validation.errors.isEmpty()) {
            throw new KubeletConfigurationException(String.join(", ", validation.errors));
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            errors.add("invalid configuration: " + message);
        }
    }

    private void checkEndpoint(EndpointSettings endpoint) {
        require(
                endpoint.port() > 0 && endpoint.port() <= 65_535,
                "port (--port) %d must be between 1 and 65535, inclusive"
                        .formatted(endpoint.port()));
    }

    private void checkPods(PodSettings pods) {
        require(
                pods.max() >= 0,
                "maxPods (--max-pods) %d must not be a negative number".formatted(pods.max()));
        require(
                pods.perCore() >= 0,
                "podsPerCore (--pods-per-core) %d must not be a negative number"
                        .formatted(pods.perCore()));
        require(
                isWithin(pods.cpuPeriod(), Duration.ofMillis(1), Duration.ofSeconds(1)),
                "cpuCFSQuotaPeriod (--cpu-cfs-quota-period) {%s} must be between 1ms and 1sec, inclusive"
                        .formatted(GoDuration.text(pods.cpuPeriod())));
        if (!isWithin(pods.restartMax(), Duration.ofSeconds(1), Duration.ofSeconds(300))) {
            errors.add(
                    "invalid configuration: CrashLoopBackOff.MaxContainerRestartPeriod (got: %d seconds) must be set between 1s and 300s"
                            .formatted(pods.restartMax().toSeconds()));
        }
    }

    private static boolean isWithin(Duration duration, Duration least, Duration most) {
        return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    }

    private void checkImages(ImageSettings images) {
        checkPercent(
                "imageGCHighThresholdPercent (--image-gc-high-threshold)", images.highPercent());
        checkPercent("imageGCLowThresholdPercent (--image-gc-low-threshold)", images.lowPercent());
        require(
                images.lowPercent() < images.highPercent(),
                "imageGCLowThresholdPercent (--image-gc-low-threshold) %d must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) %d"
                        .formatted(images.lowPercent(), images.highPercent()));
        require(
                !images.minimumAge().isNegative(),
                "imageMinimumGCAge %s must not be negative"
                        .formatted(GoDuration.text(images.minimumAge())));
        require(
                !images.maximumAge().isNegative(),
                "imageMaximumGCAge %s must not be negative"
                        .formatted(GoDuration.text(images.maximumAge())));
        require(
                !images.maximumAge().isPositive()
                        || images.maximumAge().compareTo(images.minimumAge()) > 0,
                "imageMaximumGCAge %s must be greater than imageMinimumGCAge %s"
                        .formatted(
                                GoDuration.text(images.maximumAge()),
                                GoDuration.text(images.minimumAge())));
        require(
                images.reported() >= -1,
                "nodeStatusMaxImages (--node-status-max-images) %d must be -1 or greater"
                        .formatted(images.reported()));
    }

    private void checkPercent(String what, int percent) {
        require(
                percent >= 0 && percent <= 100,
                "%s %d must be between 0 and 100, inclusive".formatted(what, percent));
    }

    private void checkLogs(LogSettings logs, String size) {
        if (Quantity.parse(size).signum() <= 0) {
            errors.add("invalid container log max size %s".formatted(size));
        }
        if (logs.maxFiles() <= 1) {
            errors.add("invalid MaxFiles %d, must be > 1".formatted(logs.maxFiles()));
        }
        require(
                logs.interval().compareTo(Duration.ofSeconds(3)) >= 0,
                "containerLogMonitorInterval must be a positive time duration greater than or equal to 3s");
    }

    private void checkShutdown(ShutdownSettings shutdown) {
        require(
                shutdown.criticalPeriod().compareTo(shutdown.period()) <= 0,
                "shutdownGracePeriodCriticalPods {%s} must be <= shutdownGracePeriod {%s}"
                        .formatted(
                                GoDuration.text(shutdown.criticalPeriod()),
                                GoDuration.text(shutdown.period())));
        checkPeriod("shutdownGracePeriod", shutdown.period());
        checkPeriod("shutdownGracePeriodCriticalPods", shutdown.criticalPeriod());
        require(
                shutdown.byPriority().isEmpty()
                        || (shutdown.period().isZero() && shutdown.criticalPeriod().isZero()),
                "Cannot specify both shutdownGracePeriodByPodPriority and shutdownGracePeriod at the same time");
    }

    private void checkPeriod(String name, Duration period) {
        require(
                period.isZero() || period.compareTo(Duration.ofSeconds(1)) >= 0,
                "%s {%s} must be either zero or otherwise >= 1 sec"
                        .formatted(name, GoDuration.text(period)));
    }

    private void checkReport(ReportSettings report) {
        require(report.leaseSeconds() > 0, "nodeLeaseDurationSeconds must be greater than 0");
        for (JsonNode taint : report.taints()) {
            if (taint.path("key").asString("").isEmpty()
                    || !EFFECTS.contains(taint.path("effect").asString(""))) {
                errors.add("invalid taint: " + taint);
            }
            require(!taint.hasNonNull("timeAdded"), "taint.TimeAdded is not nil");
        }
    }

    private void checkEnforcement(JsonNode enforcements) {
        List<String> names = enforcements.valueStream().map(each -> each.asString("")).toList();
        for (String name : names) {
            require(
                    ENFORCEMENTS.contains(name),
                    "option \"%s\" specified for enforceNodeAllocatable (--enforce-node-allocatable) is not supported by Purser. Valid options are \"pods\" or \"none\""
                            .formatted(name));
        }
        require(
                !names.contains("none") || names.size() == 1,
                "enforceNodeAllocatable (--enforce-node-allocatable) may not contain additional enforcements when \"none\" is specified");
    }
}
