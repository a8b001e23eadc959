package dev.purser.client.testing;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.FieldSelector;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.Watch;
import dev.purser.client.cache.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Versioned objects with a history that watches begin from. Guarded by [FakeApi]'s lock.
final class FakeStore {
    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    private final Map<GroupVersionResource, TreeMap<ObjectKey, KubeObject>> objects =
            new HashMap<>();
    private final List<Change> history = new ArrayList<>();
    private final Map<FakeWatch, Filter> watches = new LinkedHashMap<>();
    private long version = 100;
    private long forgottenUpTo = 100;

    /// Which objects a list or watch is about.
    record Filter(
            GroupVersionResource resource,
            String namespace,
            LabelSelector labels,
            FieldSelector fields) {
        boolean matches(KubeObject object) {
            return (namespace.isEmpty() || namespace.equals(object.namespace()))
                    && labels.matches(object.labels())
                    && fields.matches(fieldsOf(object));
        }

        private Map<String, String> fieldsOf(KubeObject object) {
            Map<String, String> values = new HashMap<>();
            for (FieldSelector.Term term : fields.terms()) {
                JsonNode node = object.json().at("/" + term.field().replace('.', '/'));
                values.put(term.field(), node.asString(""));
            }
            return values;
        }
    }

    private record Change(
            long version,
            GroupVersionResource resource,
            @Nullable KubeObject before,
            KubeObject after,
            boolean deleted) {}

    long version() {
        return version;
    }

    Optional<KubeObject> get(GroupVersionResource resource, ObjectKey key) {
        return Optional.ofNullable(of(resource).get(key));
    }

    List<KubeObject> list(Filter filter) {
        return of(filter.resource()).values().stream().filter(filter::matches).toList();
    }

    private TreeMap<ObjectKey, KubeObject> of(GroupVersionResource resource) {
        return objects.computeIfAbsent(resource, _ -> new TreeMap<>(ORDER));
    }

    /// Stores the object at a new version, which is set in it. It is written and read on the way,
    /// so that numbers have the types that a parser gives them.
    void put(GroupVersionResource resource, KubeObject given) {
        version++;
        given.metadata().put("resourceVersion", Long.toString(version));
        KubeObject object =
                KubeObject.of((ObjectNode) JsonMapper.shared().readTree(given.json().toString()));
        KubeObject before = of(resource).put(ObjectKey.of(object), object);
        publish(new Change(version, resource, before, object, false));
    }

    /// Removes the object; its last form carries the version of the removal.
    void remove(GroupVersionResource resource, KubeObject last) {
        version++;
        KubeObject gone = last.copy();
        gone.metadata().put("resourceVersion", Long.toString(version));
        KubeObject before = of(resource).remove(ObjectKey.of(last));
        publish(new Change(version, resource, before, gone, true));
    }

    FakeWatch watch(Filter filter, long after, Consumer<FakeWatch> onClose) {
        if (after < forgottenUpTo) {
            throw StatusErrors.expired("too old resource version: %d".formatted(after));
        }
        FakeWatch watch = new FakeWatch(onClose);
        history.stream()
                .filter(change -> change.version() > after)
                .forEach(change -> deliver(watch, filter, change));
        watches.put(watch, filter);
        return watch;
    }

    void unwatch(FakeWatch watch) {
        watches.remove(watch);
    }

    /// Forgets the history and ends all watches.
    void breakWatches() {
        List.copyOf(watches.keySet()).forEach(FakeWatch::end);
        watches.clear();
    }

    void forgetHistory() {
        history.clear();
        version++;
        forgottenUpTo = version;
    }

    boolean isQuiet() {
        return watches.keySet().stream().allMatch(FakeWatch::isQuiet);
    }

    int watchCount() {
        return watches.size();
    }

    long watchCount(GroupVersionResource resource) {
        return watches.values().stream()
                .filter(filter -> filter.resource().equals(resource))
                .count();
    }

    private void publish(Change change) {
        history.add(change);
        watches.forEach((watch, filter) -> deliver(watch, filter, change));
    }

    private static void deliver(FakeWatch watch, Filter filter, Change change) {
        if (!filter.resource().equals(change.resource())) {
            return;
        }
        KubeObject before = change.before();
        boolean matched = before != null && filter.matches(before);
        boolean matches = !change.deleted() && filter.matches(change.after());
        if (matches) {
            Watch.Type type = matched ? Watch.Type.MODIFIED : Watch.Type.ADDED;
            watch.put(new Watch.Event(type, change.after().copy()));
        } else if (matched) {
            watch.put(new Watch.Event(Watch.Type.DELETED, change.after().copy()));
        }
    }
}
