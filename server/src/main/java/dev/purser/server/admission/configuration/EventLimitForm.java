package dev.purser.server.admission.configuration;

import static dev.purser.server.admission.configuration.Struct.list;
import static dev.purser.server.admission.configuration.Struct.number;
import static dev.purser.server.admission.configuration.Struct.text;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.status.FieldErrors;
import dev.purser.server.admission.configuration.ConfigurationForm.Source;
import dev.purser.server.admission.configuration.ConfigurationForm.Unknown;
import dev.purser.server.admission.plugin.EventLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads the Configuration of EventRateLimit.
final class EventLimitForm {
    private static final int REMEMBERED = 4096;
    private static final ConfigurationForm FORM =
            new ConfigurationForm(
                    GroupVersionKind.of(
                            "eventratelimit.admission.k8s.io/v1alpha1", "Configuration"),
                    Set.of("v1alpha1"),
                    Struct.kind(
                            "Configuration",
                            list(
                                    "limits",
                                    Struct.of(
                                            "Limit",
                                            text("type"),
                                            number("qps"),
                                            number("burst"),
                                            number("cacheSize")))),
                    Unknown.IGNORED);

    private EventLimitForm() {}

    /// @param source without which no limit is given, which is wrong
    static List<EventLimit> read(Optional<Source> source) throws ConfigurationException {
        FieldErrors errors = new FieldErrors();
        List<EventLimit> limits = new ArrayList<>();
        if (source.isPresent()) {
            int index = 0;
            for (JsonNode limit : FORM.read(source.get()).path("limits")) {
                limits.add(limit(limit, "limits[%d]".formatted(index++), errors));
            }
        }
        if (limits.isEmpty()) {
            errors.invalidShown("limits", "null", "must not be empty");
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors.text());
        }
        return limits;
    }

    private static EventLimit limit(JsonNode json, String path, FieldErrors errors) {
        String given = json.path("type").asString("");
        Optional<EventLimit.Type> type =
                Arrays.stream(EventLimit.Type.values())
                        .filter(known -> known.toString().equals(given))
                        .findFirst();
        if (type.isEmpty()) {
            errors.notSupported(
                    path + ".type",
                    given,
                    Arrays.stream(EventLimit.Type.values()).map(Enum::toString).sorted().toList());
        }
        int burst = positive(json, "burst", path, errors);
        int perSecond = positive(json, "qps", path, errors);
        int size = json.path("cacheSize").asInt(0);
        EventLimit.Type known = type.orElse(EventLimit.Type.NAMESPACE);
        if (known != EventLimit.Type.SERVER && size < 0) {
            errors.invalid(path + ".cacheSize", size, "must not be negative");
        }
        return new EventLimit(known, perSecond, burst, size > 0 ? size : REMEMBERED);
    }

    private static int positive(JsonNode json, String field, String path, FieldErrors errors) {
        int value = json.path(field).asInt(0);
        if (value <= 0) {
            errors.invalid(path + "." + field, value, "must be positive");
        }
        return value;
    }
}
