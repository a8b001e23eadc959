package dev.purser.node.source;

import dev.purser.node.source.ConfigSource.Change;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What the configuration feed has told, and which pods of the node hold what of it. Thread-safe.
///
/// What was told is kept until the feed says that no pod names it any more, whether the pods have
/// arrived here yet or not: the feed and the pods come by different ways, and either may be first.
final class FedObjects {
    private final Duration answerWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progressed = lock.newCondition();

    private final Map<ConfigKey, Told> told = new HashMap<>();
    private final Map<ConfigKey, Held> held = new HashMap<>();
    private final Map<String, Set<ConfigKey>> keysByPod = new HashMap<>();

    /// Which connection the feed is on.
    private long connection;

    /// The version up to which all that pods name has been told; before the first bookmark -1.
    private long progress = -1;

    private String problem = "";
    private boolean closed;

    /// @param answerWait how long [#get] waits for the feed to come as far as the pod
    FedObjects(Duration answerWait) {
        this.answerWait = answerWait;
    }

    /// The newest state of an object.
    ///
    /// @param connection on which it was told
    /// @param named whether the server says that pods name it
    private record Told(Lookup lookup, long version, long connection, boolean named) {
        Told unnamed() {
            return new Told(lookup, version, connection, false);
        }
    }

    /// Who holds an object, and how far the feed must have come for them.
    private static final class Held {
        private final Set<String> podUids = new HashSet<>();
        private long since = -1;
    }

    /// Says what a pod names now.
    ///
    /// @param version of the pod
    void hold(String podUid, Set<ConfigKey> wanted, long version) {
        lock.lock();
        try {
            Set<ConfigKey> had = keysByPod.getOrDefault(podUid, Set.of());
            for (ConfigKey key : wanted) {
                if (!had.contains(key)) {
                    Held holding = held.computeIfAbsent(key, _ -> new Held());
                    holding.podUids.add(podUid);
                    holding.since = Math.max(holding.since, version);
                }
            }
            had.stream().filter(key -> !wanted.contains(key)).forEach(key -> drop(podUid, key));
            if (wanted.isEmpty()) {
                keysByPod.remove(podUid);
            } else {
                keysByPod.put(podUid, wanted);
            }
        } finally {
            lock.unlock();
        }
    }

    private void drop(String podUid, ConfigKey key) {
        Held holding = held.get(key);
        if (holding != null && holding.podUids.remove(podUid) && holding.podUids.isEmpty()) {
            held.remove(key);
            forgetIfUnused(key);
        }
    }

    private void forgetIfUnused(ConfigKey key) {
        told.computeIfPresent(
                key, (_, known) -> known.named() || held.containsKey(key) ? known : null);
    }

    /// What is known of an object, once the feed has come as far as the pods that hold it.
    Lookup get(ConfigKey key) throws InterruptedException {
        long nanos = answerWait.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                Held holding = held.get(key);
                if (holding == null) {
                    return new Lookup.Unknown(key, notRegistered(key));
                }
                boolean current = progress >= holding.since;
                if (current || closed || nanos <= 0) {
                    Told known = told.get(key);
                    return known != null ? known.lookup() : new Lookup.Unknown(key, unknown(key));
                }
                nanos = progressed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private static String notRegistered(ConfigKey key) {
        return "object \"%s\"/\"%s\" not registered".formatted(key.namespace(), key.name());
    }

    private String unknown(ConfigKey key) {
        return problem.isEmpty()
                ? "failed to sync %s cache: timed out waiting for the condition"
                        .formatted(key.kind().noun())
                : problem;
    }

    /// The feed begins anew, with everything there is.
    void connected() {
        lock.lock();
        try {
            connection++;
        } finally {
            lock.unlock();
        }
    }

    /// Takes in what the feed tells of an object.
    ///
    /// @return the change, if there is one that concerns a pod here
    Optional<Change> tell(ConfigKey key, Lookup news, long version) {
        lock.lock();
        try {
            Told known = told.get(key);
            // What a new connection says is believed even if it is older: the server may have been
            // restored from a backup.
            if (known != null && known.connection() == connection && version < known.version()) {
                return Optional.empty();
            }
            told.put(key, new Told(news, version, connection, true));
            Held holding = held.get(key);
            return holding == null
                    ? Optional.empty()
                    : Difference.between(known == null ? null : known.lookup(), news)
                            .map(kind -> new Change(key, kind, holding.podUids));
        } finally {
            lock.unlock();
        }
    }

    /// No pod of the API names an object any more; pods here may still hold it, and keep what was
    /// told last.
    void unnamed(ConfigKey key) {
        lock.lock();
        try {
            told.computeIfPresent(key, (_, known) -> known.unnamed());
            forgetIfUnused(key);
        } finally {
            lock.unlock();
        }
    }

    /// All that pods name at this version has been told.
    void progressed(long version) {
        lock.lock();
        try {
            for (ConfigKey key : Set.copyOf(told.keySet())) {
                Told known = told.get(key);
                if (known != null && known.connection() != connection && known.named()) {
                    told.put(key, known.unnamed());
                    forgetIfUnused(key);
                }
            }
            progress = version;
            problem = "";
            progressed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The feed does not come, and this is why.
    void failed(String why) {
        lock.lock();
        try {
            problem = why;
        } finally {
            lock.unlock();
        }
    }

    /// How many objects are kept in memory.
    int size() {
        lock.lock();
        try {
            return told.size();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more will be told; nobody waits any longer.
    void close() {
        lock.lock();
        try {
            closed = true;
            progressed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
