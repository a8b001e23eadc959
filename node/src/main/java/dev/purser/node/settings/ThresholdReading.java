package dev.purser.node.settings;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.quantity.Quantity;
import dev.purser.node.settings.ThresholdValue.Amount;
import dev.purser.node.settings.ThresholdValue.Least;
import dev.purser.node.settings.ThresholdValue.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads the thresholds of eviction, with kubelet's complaints.
final class ThresholdReading {
    private ThresholdReading() {}

    /// On the large disk of a machine that does other things as well, kubelet's shares are tens of
    /// gigabytes, with which pods run well.
    private static final ThresholdValue ENOUGH_DISK = new Amount(Quantity.ofBytes(1L << 30));

    /// Thresholds that nobody chose: kubelet's, but a disk with [#ENOUGH_DISK] is not short.
    static List<Threshold> defaults(JsonNode configuration) throws KubeletConfigurationException {
        return read(configuration).stream().map(ThresholdReading::eased).toList();
    }

    private static Threshold eased(Threshold threshold) {
        return switch (threshold.signal()) {
            case NODEFS_AVAILABLE, IMAGEFS_AVAILABLE ->
                    threshold.isHard()
                            ? new Threshold(
                                    threshold.signal(),
                                    new Least(threshold.value(), ENOUGH_DISK),
                                    threshold.grace(),
                                    threshold.minimumReclaim())
                            : threshold;
            default -> threshold;
        };
    }

    /// All thresholds of a configuration, hard ones first.
    static List<Threshold> read(JsonNode configuration) throws KubeletConfigurationException {
        Map<Signal, ThresholdValue> reclaims = new EnumMap<>(Signal.class);
        for (Map.Entry<String, JsonNode> each :
                configuration.path("evictionMinimumReclaim").properties()) {
            Signal signal = signal(each.getKey());
            reclaims.put(signal, reclaim(signal, each.getValue().asString("")));
        }
        Map<Signal, Duration> graces = graces(configuration.path("evictionSoftGracePeriod"));
        List<Threshold> thresholds = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : configuration.path("evictionHard").properties()) {
            Signal signal = signal(each.getKey());
            value(signal, each.getValue().asString(""))
                    .ifPresent(value ->
                            thresholds.add(
                                    new Threshold(
                                            signal,
                                            value,
                                            Duration.ZERO,
                                            Optional.ofNullable(reclaims.get(signal)))));
        }
        for (Map.Entry<String, JsonNode> each : configuration.path("evictionSoft").properties()) {
            Signal signal = signal(each.getKey());
            Optional<ThresholdValue> value = value(signal, each.getValue().asString(""));
            if (value.isPresent()) {
                thresholds.add(
                        new Threshold(
                                signal,
                                value.get(),
                                grace(graces, signal),
                                Optional.ofNullable(reclaims.get(signal))));
            }
        }
        return thresholds;
    }

    private static Duration grace(Map<Signal, Duration> graces, Signal signal)
            throws KubeletConfigurationException {
        Duration grace = graces.get(signal);
        if (grace == null) {
            throw new KubeletConfigurationException(
                    "grace period must be specified for the soft eviction threshold "
                            + signal.text());
        }
        return grace;
    }

    private static Signal signal(String text) throws KubeletConfigurationException {
        return Signal.of(text)
                .orElseThrow(() ->
                        new KubeletConfigurationException("unsupported eviction signal " + text));
    }

    /// Empty for a threshold that is never or always met, which counts as none.
    private static Optional<ThresholdValue> value(Signal signal, String text)
            throws KubeletConfigurationException {
        if (text.equals("0%") || text.equals("100%")) {
            return Optional.empty();
        }
        if (text.endsWith("%")) {
            float share = share(text);
            if (share < 0 || share > 1) {
                throw new KubeletConfigurationException(
                        "eviction percentage threshold %s must be %s: %s"
                                .formatted(signal.text(), share < 0 ? ">= 0%" : "<= 100%", text));
            }
            return Optional.of(new Share(share));
        }
        Quantity quantity = KubeletReading.quantity(signal.text(), text);
        if (quantity.signum() <= 0) {
            throw new KubeletConfigurationException(
                    "eviction threshold %s must be positive: %s"
                            .formatted(signal.text(), quantity));
        }
        return Optional.of(new Amount(quantity));
    }

    private static ThresholdValue reclaim(Signal signal, String text)
            throws KubeletConfigurationException {
        if (text.endsWith("%")) {
            float share = share(text);
            if (share <= 0) {
                throw new KubeletConfigurationException(
                        "eviction percentage minimum reclaim %s must be positive: %s"
                                .formatted(signal.text(), text));
            }
            return new Share(share);
        }
        Quantity quantity = KubeletReading.quantity(signal.text(), text);
        if (quantity.signum() < 0) {
            throw new KubeletConfigurationException(
                    "negative eviction minimum reclaim specified for " + signal.text());
        }
        return new Amount(quantity);
    }

    private static float share(String text) throws KubeletConfigurationException {
        try {
            return Float.parseFloat(text.substring(0, text.length() - 1)) / 100;
        } catch (NumberFormatException e) {
            throw new KubeletConfigurationException(
                    "strconv.ParseFloat: parsing \"%s\": invalid syntax"
                            .formatted(text.substring(0, text.length() - 1)));
        }
    }

    private static Map<Signal, Duration> graces(JsonNode statements)
            throws KubeletConfigurationException {
        Map<Signal, Duration> graces = new EnumMap<>(Signal.class);
        for (Map.Entry<String, JsonNode> each : statements.properties()) {
            Signal signal = signal(each.getKey());
            String text = each.getValue().asString("");
            Optional<String> complaint = GoDuration.complaint(text);
            if (complaint.isPresent()) {
                throw new KubeletConfigurationException(complaint.get());
            }
            Duration grace = GoDuration.parse(text);
            if (grace.isNegative()) {
                throw new KubeletConfigurationException(
                        "invalid eviction grace period specified: %s, must be a positive value"
                                .formatted(text));
            }
            graces.put(signal, grace);
        }
        return graces;
    }
}
