package dev.purser.api.kind.event;

import dev.purser.api.kind.conversion.VersionConversion;
import dev.purser.api.meta.KubeObject;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Events of `events.k8s.io/v1`, which are those of the core group under other names of fields.
public final class EventConversion implements VersionConversion {
    private static final Map<String, String> STORED_NAMES =
            Map.of(
                    "note", "message",
                    "regarding", "involvedObject",
                    "reportingController", "reportingComponent",
                    "deprecatedSource", "source",
                    "deprecatedFirstTimestamp", "firstTimestamp",
                    "deprecatedLastTimestamp", "lastTimestamp",
                    "deprecatedCount", "count");
    private static final Map<String, String> SHOWN_NAMES =
            STORED_NAMES.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    @Override
    public KubeObject toStored(KubeObject shown) {
        return renamed(shown, "v1", STORED_NAMES);
    }

    @Override
    public KubeObject fromStored(KubeObject stored) {
        return renamed(stored, "events.k8s.io/v1", SHOWN_NAMES);
    }

    private static KubeObject renamed(
            KubeObject event, String apiVersion, Map<String, String> names) {
        ObjectNode result = event.json().objectNode();
        event.json()
                .properties()
                .forEach(field ->
                        result.set(
                                names.getOrDefault(field.getKey(), field.getKey()),
                                field.getValue().deepCopy()));
        result.put("apiVersion", apiVersion);
        return KubeObject.of(result);
    }
}
