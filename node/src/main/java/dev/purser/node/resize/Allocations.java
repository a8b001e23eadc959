package dev.purser.node.resize;

import dev.purser.node.resize.AllocationFile.Entry;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.spec.QosClass;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.status.PodResources;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What each pod of the node was granted, and what of it is in force; kept over restarts.
/// Thread-safe.
///
/// A pod that asks for more than fits waits. Whenever something becomes free, those that wait are
/// looked at again, in kubelet's order: pods that want no more than they have, then by priority,
/// then guaranteed ones, then those that wait for the longest time.
public final class Allocations {
    private static final String LIMITS = "limits";

    /// What a container without a limit of its own has from its pod (KEP-2837).
    private static final List<String> INHERITED = List.of("cpu", "memory");

    private final NodeRoom room;
    private final AllocationFile file;
    private final InstantSource clock;
    private final Map<String, Entry> entries;
    private final Map<String, PodSpec> pods = new HashMap<>();
    private final List<Consumer<String>> listeners = new ArrayList<>();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private record Waiting(PodSpec desired, Instant since, String message) {}

    /// What became of a wish.
    public sealed interface Outcome {
        /// The pod has what it asks for.
        record Unchanged() implements Outcome {}

        /// It may have what it asks for from now on.
        record Granted() implements Outcome {}

        /// It has to wait until something becomes free.
        record Deferred(String message) implements Outcome {}
    }

    /// @param file where grants are kept
    public Allocations(NodeRoom room, Path file, InstantSource clock) {
        this.room = room;
        this.file = new AllocationFile(file);
        this.clock = clock;
        entries = this.file.read();
    }

    /// The pod with what it was granted in place of what it asks for.
    public synchronized PodSpec granted(PodSpec pod) {
        Entry entry = entries.get(uid(pod));
        return entry == null ? pod : entry.granted().applyTo(pod);
    }

    /// A newer state of a pod with the resources of an older one.
    public PodSpec grantedBefore(PodSpec newer, PodSpec older) {
        return Allocation.of(older).applyTo(newer);
    }

    /// The node takes a pod on, with what it asks for, or with what it was granted before.
    public synchronized void adopt(PodSpec pod) {
        if (!entries.containsKey(uid(pod))) {
            Allocation asked = Allocation.of(pod);
            entries.put(uid(pod), new Entry(asked, asked));
            file.write(entries);
        }
        pods.put(uid(pod), granted(pod));
    }

    /// A pod asks for other resources than it has, perhaps.
    public synchronized Outcome request(PodSpec desired) {
        String uid = uid(desired);
        Entry entry = entries.get(uid);
        Allocation asked = Allocation.of(desired);
        if (entry == null || entry.granted().equals(asked)) {
            waiting.remove(uid);
            return new Outcome.Unchanged();
        }
        Waiting before = waiting.get(uid);
        waiting.put(
                uid,
                new Waiting(
                        desired,
                        before == null ? clock.instant() : before.since(),
                        before == null ? "" : before.message()));
        grantWaiting();
        Waiting now = waiting.get(uid);
        return now == null ? new Outcome.Granted() : new Outcome.Deferred(now.message());
    }

    /// Is told the uids of pods that were granted what they waited for; must return at once.
    public synchronized void addListener(Consumer<String> listener) {
        listeners.add(listener);
    }

    /// The pods that have something now, with what they were granted.
    public synchronized List<PodSpec> pods() {
        return List.copyOf(pods.values());
    }

    private void grantWaiting() {
        for (Waiting each : waiting.values().stream().sorted(order()).toList()) {
            String uid = uid(each.desired());
            Optional<Verdict> obstacle = room.obstacle(each.desired(), others(each.desired()));
            if (obstacle.isPresent()) {
                waiting.put(
                        uid, new Waiting(each.desired(), each.since(), obstacle.get().message()));
            } else {
                waiting.remove(uid);
                grant(each.desired());
                listeners.forEach(listener -> listener.accept(uid));
            }
        }
    }

    private void grant(PodSpec desired) {
        String uid = uid(desired);
        Entry entry = entries.get(uid);
        if (entry != null) {
            entries.put(uid, new Entry(Allocation.of(desired), entry.inForce()));
            pods.put(uid, desired);
            file.write(entries);
        }
    }

    private Comparator<Waiting> order() {
        return Comparator.comparing((Waiting each) -> wantsMore(each.desired()))
                .thenComparingInt(each -> -each.desired().priority())
                .thenComparing(each -> QosClass.of(each.desired()) != QosClass.GUARANTEED)
                .thenComparing(Waiting::since);
    }

    private boolean wantsMore(PodSpec desired) {
        var wanted = PodResources.of(desired, "requests");
        var had = PodResources.of(granted(desired), "requests");
        return List.of("cpu", "memory").stream()
                .anyMatch(name ->
                        wanted.containsKey(name)
                                && (!had.containsKey(name)
                                        || wanted.get(name).compareTo(had.get(name)) > 0));
    }

    private List<PodSpec> others(PodSpec pod) {
        return pods.entrySet().stream()
                .filter(each -> !each.getKey().equals(uid(pod)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// The `resources` that a container of the pod was given last.
    public synchronized Optional<JsonNode> inForce(PodSpec pod, String container) {
        return Optional.ofNullable(entries.get(uid(pod)))
                .map(each -> each.inForce().containers().get(container));
    }

    /// A container was given these resources.
    public synchronized void nowInForce(PodSpec pod, String container, JsonNode resources) {
        Entry entry = entries.get(uid(pod));
        if (entry == null || resources.equals(entry.inForce().containers().get(container))) {
            return;
        }
        Map<String, JsonNode> containers = new LinkedHashMap<>(entry.inForce().containers());
        containers.put(container, resources);
        entries.put(
                uid(pod),
                new Entry(entry.granted(), new Allocation(entry.inForce().pod(), containers)));
        file.write(entries);
    }

    /// Whether a container lives by a limit of its pod, which is another one now.
    public synchronized boolean inheritsAnother(PodSpec pod, ContainerSpec container) {
        Entry entry = entries.get(uid(pod));
        JsonNode own = resources(container).path(LIMITS);
        return entry != null
                && INHERITED.stream()
                        .filter(name -> !own.has(name))
                        .anyMatch(name ->
                                !limit(entry.inForce(), name).equals(limit(entry.granted(), name)));
    }

    private static JsonNode limit(Allocation allocation, String name) {
        return allocation.pod().path(LIMITS).path(name);
    }

    /// All containers that live by limits of the pod were given those that it was granted.
    public synchronized void podNowInForce(PodSpec pod) {
        Entry entry = entries.get(uid(pod));
        if (entry != null && !entry.granted().pod().equals(entry.inForce().pod())) {
            Allocation inForce =
                    new Allocation(entry.granted().pod(), entry.inForce().containers());
            entries.put(uid(pod), new Entry(entry.granted(), inForce));
            file.write(entries);
        }
    }

    /// The pod has ended; what it had is free for those that wait.
    public synchronized void release(String uid) {
        waiting.remove(uid);
        pods.remove(uid);
        if (entries.remove(uid) != null) {
            file.write(entries);
        }
        grantWaiting();
    }

    /// Forgets the pods that are no longer on this node.
    public synchronized void retain(Set<String> uids) {
        if (entries.keySet().retainAll(uids)) {
            file.write(entries);
        }
    }

    /// Whether two states of a pod ask for the same.
    public static boolean haveSameResources(PodSpec one, PodSpec other) {
        return Allocation.of(one).equals(Allocation.of(other));
    }

    /// What a container asks for; an empty object for nothing.
    public static JsonNode resources(ContainerSpec container) {
        return Allocation.resources(container.json());
    }

    private static String uid(PodSpec pod) {
        return pod.identity().uid();
    }
}
