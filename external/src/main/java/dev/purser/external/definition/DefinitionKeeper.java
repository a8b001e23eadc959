package dev.purser.external.definition;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the definitions when they are missing, replaces older ones of its own, leaves those of
/// others alone, and tells whose they are. Started once, closed once.
///
/// Definitions that somebody removes while it runs are not made anew until the next start: whoever
/// removes them may want to put others in their place.
public final class DefinitionKeeper implements AutoCloseable {
    /// Whose the fields are that are written here; the [Api] has to write under this name.
    public static final String FIELD_MANAGER = "purser-external-secrets";

    private static final Logger log = LoggerFactory.getLogger(DefinitionKeeper.class);
    private static final GroupVersionResource DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    private static final Duration SYNC_REPORT = Duration.ofSeconds(10);
    private static final String ALL = "definitions";

    private final Api api;
    private final Consumer<Ownership> listener;
    private final Informer informer;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;
    private volatile Ownership ownership = new Ownership.Pending("they are being made");
    private boolean installed;

    /// @param listener is told of every change of the ownership, one at a time, and may take its
    ///   time
    public DefinitionKeeper(
            Api api, Timers timers, RandomGenerator random, Consumer<Ownership> listener) {
        this.api = api;
        this.listener = listener;
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("external-secrets-definitions", queue, _ -> reconcile());
        this.informer =
                new Informer(
                        api,
                        InformerOptions.all(DEFINITIONS).withTransform(DefinitionKeeper::reduce),
                        timers,
                        random);
        informer.withHandler(new ChangeHandler(_ -> queue.add(ALL)));
    }

    /// The schemas would only take up memory.
    private static KubeObject reduce(KubeObject definition) {
        if (DefinitionSet.NAMES.contains(definition.name())) {
            definition.json().remove("spec");
        } else {
            definition.json().retain("metadata");
            definition.metadata().retain("name", "resourceVersion");
        }
        return definition;
    }

    /// Starts and returns.
    public void start() {
        informer.start();
        queue.add(ALL);
        loop.start(1);
    }

    /// Whose the definitions are now.
    public Ownership ownership() {
        return ownership;
    }

    private void reconcile() throws InterruptedException {
        while (!informer.awaitSynced(SYNC_REPORT)) {
            log.warn("the definitions of external-secrets.io wait for the API server");
        }
        Map<String, StoredDefinition> stored = stored();
        if (mayInstall(stored)) {
            install(stored);
            installed = true;
        }
        change(judge(stored()));
    }

    private Map<String, StoredDefinition> stored() {
        Map<String, StoredDefinition> result = new HashMap<>();
        for (String name : DefinitionSet.NAMES) {
            informer.cache()
                    .get("", name)
                    .map(StoredDefinition::new)
                    .ifPresent(found -> result.put(name, found));
        }
        return result;
    }

    private boolean mayInstall(Map<String, StoredDefinition> stored) {
        boolean isAdoption = stored.values().stream().anyMatch(StoredDefinition::isToBeAdopted);
        return (!installed || isAdoption)
                && stored.values().stream()
                        .allMatch(found -> found.isOurs() || found.isToBeAdopted())
                && stored.values().stream().noneMatch(StoredDefinition::isBeingDeleted);
    }

    private void install(Map<String, StoredDefinition> stored) {
        boolean isComplete =
                stored.size() == DefinitionSet.NAMES.size()
                        && stored.values().stream()
                                .noneMatch(found -> found.isOutdated() || found.isToBeAdopted());
        if (isComplete) {
            return;
        }
        for (KubeObject wanted : DefinitionSet.load()) {
            @Nullable StoredDefinition found = stored.get(wanted.name());
            if (found == null) {
                api.create(DEFINITIONS, wanted);
                log.info("made {}", wanted);
            } else if (found.isOutdated() || found.isToBeAdopted()) {
                replace(wanted);
                log.info("replaced {}", wanted);
            }
        }
    }

    /// What people have put into the metadata stays.
    private void replace(KubeObject wanted) {
        KubeObject changed = api.get(DEFINITIONS, "", wanted.name());
        changed.json().set("spec", wanted.json().path("spec"));
        ObjectNode annotations = changed.metadata().withObjectProperty("annotations");
        boolean wasForeign = annotations.remove(StoredDefinition.ADOPT) != null;
        annotations.setAll(wanted.metadata().withObjectProperty("annotations"));
        if (wasForeign) {
            // An empty entry makes the server forget who wrote what.
            changed.metadata().putArray("managedFields").addObject();
        }
        api.update(DEFINITIONS, changed);
    }

    private Ownership judge(Map<String, StoredDefinition> stored) {
        List<StoredDefinition> foreign =
                stored.values().stream().filter(found -> !found.isOurs()).toList();
        if (!foreign.isEmpty()) {
            return new Ownership.Foreign(
                    foreign.stream().map(StoredDefinition::name).sorted().toList(),
                    foreign.stream()
                            .flatMap(found -> found.foreignWriters().stream())
                            .distinct()
                            .sorted()
                            .toList());
        }
        List<String> missing = new ArrayList<>(DefinitionSet.NAMES);
        stored.values().stream()
                .filter(StoredDefinition::isServed)
                .forEach(found -> missing.remove(found.name()));
        return missing.isEmpty()
                ? new Ownership.Ours()
                : new Ownership.Pending(
                        "CustomResourceDefinition %s is not served"
                                .formatted(String.join(", ", missing)));
    }

    private void change(Ownership now) {
        if (!now.equals(ownership)) {
            listener.accept(now);
            ownership = now;
        }
    }

    /// Stops and waits for what is under way. Idempotent.
    @Override
    public void close() {
        loop.close();
        informer.close();
    }
}
