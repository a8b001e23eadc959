package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The class that objects get which name none: the newest that an annotation marks as default.
///
/// @param annotations any of which marks a class with the value `true`
record DefaultClass(ObjectSource objects, GroupVersionResource classes, List<String> annotations) {
    DefaultClass {
        annotations = List.copyOf(annotations);
    }

    Optional<String> name() {
        return objects.list(classes, "").stream()
                .filter(this::isMarked)
                .max(
                        Comparator.comparing(DefaultClass::created)
                                .thenComparing(KubeObject::name, Comparator.reverseOrder()))
                .map(KubeObject::name);
    }

    private boolean isMarked(KubeObject candidate) {
        return annotations.stream()
                .anyMatch(name -> "true".equals(candidate.annotations().get(name)));
    }

    private static String created(KubeObject candidate) {
        return candidate.metadata().path("creationTimestamp").asString("");
    }
}
