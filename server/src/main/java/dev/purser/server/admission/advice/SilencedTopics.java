package dev.purser.server.admission.advice;

import dev.purser.api.meta.Trees;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The topics that nobody wants to hear of. Immutable.
public record SilencedTopics(Set<Topic> topics) {
    /// The annotation that turns warnings about one object off: names with commas between, or
    /// [#ALL].
    public static final String ANNOTATION = "purser.dev/warnings-off";

    /// Stands for every topic.
    public static final String ALL = "all";

    public static final SilencedTopics NONE = new SilencedTopics(Set.of());

    public SilencedTopics {
        topics = Set.copyOf(topics);
    }

    /// Those of a list of names.
    ///
    /// @throws IllegalArgumentException when there is no such topic; its message names all of them
    public static SilencedTopics of(List<String> names) {
        for (String name : names) {
            if (!name.equals(ALL) && Topic.named(name).isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no warning \"%s\"; there are %s, and %s"
                                .formatted(name, allNames(), ALL));
            }
        }
        return lenient(names.stream());
    }

    /// These and the ones that an object's annotation names; unknown names there mean nothing.
    SilencedTopics with(JsonNode metadata) {
        String annotation = Trees.text(metadata.path("annotations"), ANNOTATION);
        if (annotation.isEmpty()) {
            return this;
        }
        Set<Topic> both = EnumSet.noneOf(Topic.class);
        both.addAll(topics);
        both.addAll(lenient(Stream.of(annotation.split(",", -1)).map(String::strip)).topics());
        return new SilencedTopics(both);
    }

    boolean has(Topic topic) {
        return topics.contains(topic);
    }

    private static SilencedTopics lenient(Stream<String> names) {
        Set<Topic> found = EnumSet.noneOf(Topic.class);
        names.forEach(name -> {
            if (name.equals(ALL)) {
                found.addAll(EnumSet.allOf(Topic.class));
            } else {
                Topic.named(name).ifPresent(found::add);
            }
        });
        return new SilencedTopics(found);
    }

    private static String allNames() {
        return Stream.of(Topic.values()).map(Topic::text).collect(Collectors.joining(", "));
    }
}
