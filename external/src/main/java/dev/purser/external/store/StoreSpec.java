package dev.purser.external.store;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.meta.KubeObject;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a store's object says. Immutable.
///
/// @param version changes whenever the specification does
/// @param provider the name under which `spec.provider` has its configuration
/// @param configuration as it stands there; not to be changed
/// @param refresh how often the store is looked at again; zero for the default
/// @param conditions which namespaces may use a ClusterSecretStore; not to be changed
public record StoreSpec(
        StoreRef ref,
        String version,
        String provider,
        JsonNode configuration,
        Duration refresh,
        JsonNode conditions,
        StoreLimits limits) {

    private static final String CONTROLLER_CLASS = "default";
    private static final int CALLS_AT_ONCE_MAX = 1000;
    private static final double CALLS_PER_SECOND_MAX = 100_000;
    private static final int RETRIES_MAX = 10;
    private static final Duration RETRY_PAUSE_MAX = Duration.ofMinutes(1);

    /// Whether the store is this controller's: another's names itself in `spec.controller`. The
    /// operator's own class, unless it is told another, is `default`.
    public static boolean isOurs(KubeObject store) {
        String controller = store.json().path("spec").path("controller").asString("");
        return controller.isEmpty() || controller.equals(CONTROLLER_CLASS);
    }

    /// Reads a store.
    ///
    /// @throws ProviderException of the kind `BAD_CONFIGURATION`
    public static StoreSpec of(StoreKind kind, KubeObject store) throws ProviderException {
        JsonNode spec = store.json().path("spec");
        List<Map.Entry<String, JsonNode>> providers =
                List.copyOf(spec.path("provider").properties());
        if (providers.size() != 1) {
            throw bad("spec.provider must name exactly one provider");
        }
        Map.Entry<String, JsonNode> provider = providers.getFirst();
        return new StoreSpec(
                StoreRef.of(kind, store),
                store.uid() + "/" + store.generation(),
                provider.getKey(),
                provider.getValue(),
                refresh(spec.path("refreshInterval")),
                spec.path("conditions"),
                limits(store, spec.path("retrySettings")));
    }

    private static Duration refresh(JsonNode interval) throws ProviderException {
        if (interval.isMissingNode() || interval.isNull()) {
            return Duration.ZERO;
        }
        Duration refresh =
                interval.isNumber()
                        ? Duration.ofSeconds(interval.asLong(0))
                        : duration("spec.refreshInterval", interval.asString(""));
        if (refresh.isNegative()) {
            throw bad("spec.refreshInterval must not be negative");
        }
        return refresh;
    }

    private static StoreLimits limits(KubeObject store, JsonNode retry) throws ProviderException {
        StoreLimits defaults = StoreLimits.DEFAULT;
        Map<String, String> annotations = store.annotations();
        String interval = retry.path("retryInterval").asString("");
        Duration pause =
                interval.isEmpty()
                        ? defaults.retryPause()
                        : duration("spec.retrySettings.retryInterval", interval);
        return new StoreLimits(
                number(
                        annotations,
                        StoreLimits.CALLS_PER_SECOND,
                        defaults.callsPerSecond(),
                        CALLS_PER_SECOND_MAX),
                (int)
                        Math.ceil(
                                number(
                                        annotations,
                                        StoreLimits.CALLS_AT_ONCE,
                                        defaults.callsAtOnce(),
                                        CALLS_AT_ONCE_MAX)),
                Math.clamp(retry.path("maxRetries").asInt(defaults.retries()), 0, RETRIES_MAX),
                pause.compareTo(RETRY_PAUSE_MAX) > 0 ? RETRY_PAUSE_MAX : pause);
    }

    private static double number(
            Map<String, String> annotations, String name, double otherwise, double most)
            throws ProviderException {
        String text = annotations.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad("annotation %s is no number".formatted(name));
        }
        throw bad("annotation %s must be above 0 and at most %s".formatted(name, most));
    }

    private static Duration duration(String field, String text) throws ProviderException {
        return GoDuration.read(text).orElseThrow(() -> bad("%s is no duration".formatted(field)));
    }

    private static ProviderException bad(String message) {
        return new ProviderException(Kind.BAD_CONFIGURATION, "the store's " + message);
    }
}
