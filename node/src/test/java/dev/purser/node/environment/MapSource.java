package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigKind;
import dev.purser.node.source.ConfigObject;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.source.Content;
import dev.purser.node.source.Lookup;
import dev.purser.node.source.TestObjects;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A source that knows what a test tells it.
public final class MapSource implements ConfigSource {
    private final Map<ConfigKey, Lookup> objects = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> podUids = ConcurrentHashMap.newKeySet();

    public MapSource configMap(String name, Map<String, String> data) {
        return put(ConfigKey.configMap(TestObjects.NAMESPACE, name), data, Map.of());
    }

    public MapSource secret(String name, Map<String, String> data) {
        return put(ConfigKey.secret(TestObjects.NAMESPACE, name), data, Map.of());
    }

    public MapSource put(ConfigKey key, Map<String, String> text, Map<String, String> binary) {
        Lookup before =
                objects.put(
                        key,
                        new Lookup.Found(
                                new ConfigObject(
                                        key, "uid", "1", contents(text), contents(binary), false)));
        tell(key, before == null ? Change.Kind.APPEARED : Change.Kind.CHANGED);
        return this;
    }

    public void remove(ConfigKind kind, String name) {
        ConfigKey key = new ConfigKey(kind, TestObjects.NAMESPACE, name);
        objects.remove(key);
        tell(key, Change.Kind.VANISHED);
    }

    /// The server cannot be asked about an object.
    public void lose(ConfigKey key, String message) {
        objects.put(key, new Lookup.Unknown(key, message));
    }

    private static SortedMap<String, Content> contents(Map<String, String> values) {
        SortedMap<String, Content> contents = new TreeMap<>();
        values.forEach((key, value) -> contents.put(key, Content.of(value)));
        return contents;
    }

    private void tell(ConfigKey key, Change.Kind kind) {
        listeners.forEach(listener -> listener.changed(new Change(key, kind, podUids)));
    }

    @Override
    public void hold(KubeObject pod) {
        podUids.add(pod.uid());
    }

    @Override
    public void release(String podUid) {
        podUids.remove(podUid);
    }

    @Override
    public Lookup get(ConfigKey key) {
        return objects.getOrDefault(key, new Lookup.Absent(key));
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {}
}
