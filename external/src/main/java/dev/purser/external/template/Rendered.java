package dev.purser.external.template;

import dev.purser.external.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a target's template made of the fetched data.
///
/// @param type the Secret's type, if the template says one
/// @param data all the template's keys, with those of the fetched data if they are to be merged
public record Rendered(
        Optional<String> type,
        Map<String, SecretValue> data,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> finalizers) {
    public Rendered {
        data = Map.copyOf(data);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        finalizers = List.copyOf(finalizers);
    }
}
