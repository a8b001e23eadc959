package dev.purser.api.kind.pod;

import dev.purser.api.validation.Numbers;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks how the node watches over a container, and what it does when one starts and stops.
final class ProbeValidation {
    private static final List<String> COUNTS =
            List.of(
                    "initialDelaySeconds",
                    "timeoutSeconds",
                    "periodSeconds",
                    "successThreshold",
                    "failureThreshold");
    private static final String GRACE = "terminationGracePeriodSeconds";

    private ProbeValidation() {}

    static void validate(Spot container, long gracePeriod) {
        container.ifGiven(
                "lifecycle",
                lifecycle ->
                        List.of("postStart", "preStop")
                                .forEach(hook ->
                                        lifecycle.ifGiven(
                                                hook,
                                                handler ->
                                                        HandlerValidation.validate(
                                                                handler, gracePeriod))));
        container.ifGiven("livenessProbe", probe -> validateOneSuccess(probe, gracePeriod));
        container.ifGiven(
                "readinessProbe",
                probe -> {
                    validateProbe(probe, gracePeriod);
                    probe.ifGiven(
                            GRACE, grace -> grace.invalid("must not be set for readinessProbes"));
                });
        container.ifGiven("startupProbe", probe -> validateOneSuccess(probe, gracePeriod));
    }

    /// One success is enough to live or to have started; only readiness may ask for more.
    private static void validateOneSuccess(Spot probe, long gracePeriod) {
        validateProbe(probe, gracePeriod);
        Spot successes = probe.at("successThreshold");
        if (successes.number() != 1) {
            successes.invalidNumber("must be 1");
        }
    }

    private static void validateProbe(Spot probe, long gracePeriod) {
        HandlerValidation.validate(probe, gracePeriod);
        for (String field : COUNTS) {
            Spot count = probe.at(field);
            Numbers.requireNonNegative(count.node(), count.path(), count.errors());
        }
        probe.ifGiven(
                GRACE,
                grace -> {
                    if (grace.number() <= 0) {
                        grace.invalidNumber("must be greater than 0");
                    }
                });
    }
}
