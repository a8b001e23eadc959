package dev.purser.server.custom;

import dev.purser.api.extension.RuleEngine;
import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.Subresource;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.registry.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// All CustomResourceDefinitions, and what is served because of them. Thread-safe.
public final class Definitions {
    static final GroupVersionResource RESOURCE =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    private final Resources resources;
    private final CustomResourceMaker maker;
    private final Map<String, Definition> all = new HashMap<>();
    private final Map<String, ServedDefinition> served = new HashMap<>();
    private final List<Consumer<String>> listeners = new ArrayList<>();

    private Definitions(
            Resources resources, RuleEngine engine, Map<GroupResource, List<Subresource>> more) {
        this.resources = resources;
        this.maker = new CustomResourceMaker(resources.schemas(), engine, more);
    }

    /// Serves the definitions that there are, and follows their changes: a change is served before
    /// it is answered.
    ///
    /// @param objects follows the store for as long as this lives
    /// @param more subresources, beside those of the definitions, that parts of the process answer
    @SuppressWarnings("resource") // The subscription lives as long as the store's feed.
    public static Definitions follow(
            ObjectSource objects,
            Resources resources,
            RuleEngine engine,
            Map<GroupResource, List<Subresource>> more) {
        Definitions definitions = new Definitions(resources, engine, more);
        objects.follow(RESOURCE, definitions::see);
        return definitions;
    }

    /// Calls back with the name of every definition that is written or gone, on the writing thread.
    synchronized void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    private synchronized void see(ObjectSource.Write write) {
        Definition definition = new Definition(write.object());
        String name = definition.name();
        switch (write) {
            case ObjectSource.Put put -> put(name, definition);
            case ObjectSource.Gone gone -> {
                all.remove(name);
                served.remove(name);
            }
        }
        resources.replaceCustom(CustomCatalog.of(served.values()));
        listeners.forEach(listener -> listener.accept(name));
    }

    private void put(String name, Definition definition) {
        all.put(name, definition);
        boolean accepted =
                definition.is(Definition.NAMES_ACCEPTED) || definition.is(Definition.ESTABLISHED);
        if (!accepted) {
            served.remove(name);
            return;
        }
        ServedDefinition known = served.get(name);
        served.put(
                name,
                known != null && isAlike(known.definition(), definition)
                        ? new ServedDefinition(definition, known.resources(), known.schemas())
                        : maker.make(definition));
    }

    /// Whether two states of a definition make the same resources.
    private static boolean isAlike(Definition a, Definition b) {
        return a.object().uid().equals(b.object().uid())
                && a.isBeingDeleted() == b.isBeingDeleted()
                && a.is(Definition.TERMINATING) == b.is(Definition.TERMINATING)
                && a.acceptedNames().equals(b.acceptedNames())
                && a.object().json().path("spec").equals(b.object().json().path("spec"));
    }

    synchronized Optional<Definition> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    synchronized List<String> names() {
        return List.copyOf(all.keySet());
    }

    synchronized List<Definition> ofGroup(String group) {
        return all.values().stream()
                .filter(definition -> definition.group().equals(group))
                .toList();
    }

    synchronized Optional<ServedDefinition> served(String name) {
        return Optional.ofNullable(served.get(name));
    }
}
