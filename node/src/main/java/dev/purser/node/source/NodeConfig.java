package dev.purser.node.source;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/// The [ConfigSource] of a node: the server's feed, and from the moment that the server turns out
/// to have none, a watch for each object. Thread-safe.
public final class NodeConfig implements ConfigSource {
    private final WatchedObject.Means means;
    private final Duration answerWait;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    private final Map<String, KeyedSource.Names> pods = new HashMap<>();
    private volatile KeyedSource current;
    private boolean closed;

    /// @param node whose pods these are
    /// @param random spreads the attempts after failures; thread-safe
    /// @param answerWait how long [#get] waits for what the server has not told yet
    public NodeConfig(
            String node, Api api, Timers timers, RandomGenerator random, Duration answerWait) {
        this.means = new WatchedObject.Means(api, timers, random);
        this.answerWait = answerWait;
        this.current = new FedConfig(node, means, answerWait, this::doWithoutFeed);
        current.addListener(this::notice);
    }

    private void doWithoutFeed() {
        ConfigSource feed;
        synchronized (lock) {
            if (closed) {
                return;
            }
            feed = current;
            KeyedSource watches =
                    new WatchedConfig(means.api(), means.timers(), means.random(), answerWait);
            watches.addListener(this::notice);
            pods.forEach(watches::hold);
            current = watches;
        }
        feed.close();
    }

    private void notice(Change change) {
        listeners.forEach(listener -> listener.changed(change));
    }

    @Override
    public void hold(KubeObject pod) {
        synchronized (lock) {
            KeyedSource.Names names = KeyedSource.Names.of(pod);
            pods.put(pod.uid(), names);
            current.hold(pod.uid(), names);
        }
    }

    @Override
    public void release(String podUid) {
        synchronized (lock) {
            pods.remove(podUid);
            current.release(podUid);
        }
    }

    @Override
    public Lookup get(ConfigKey key) throws InterruptedException {
        while (true) {
            ConfigSource asked = current;
            Lookup answer = asked.get(key);
            if (asked.equals(current)) {
                return answer;
            }
        }
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            current.close();
        }
    }
}
