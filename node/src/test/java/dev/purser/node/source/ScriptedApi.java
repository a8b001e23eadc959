package dev.purser.node.source;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// An API whose answers come in the order and with the versions that a test says.
final class ScriptedApi implements Api {
    private final BlockingQueue<ObjectList> lists = new LinkedBlockingQueue<>();
    private final BlockingQueue<ScriptedWatch> watches = new LinkedBlockingQueue<>();
    private final List<String> watchedFrom = new ArrayList<>();

    /// The answer to one list; a list without an answer waits for it.
    void answerList(String version, KubeObject... objects) {
        lists.add(new ObjectList(List.of(objects), version, ""));
    }

    /// Waits for the next watch.
    ScriptedWatch nextWatch() throws InterruptedException {
        ScriptedWatch watch = watches.poll(10, TimeUnit.SECONDS);
        if (watch == null) {
            throw new AssertionError("no watch");
        }
        return watch;
    }

    synchronized List<String> watchedFrom() {
        return List.copyOf(watchedFrom);
    }

    /// A watch that tells what the test says.
    static final class ScriptedWatch implements Watch {
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        void tell(Type type, KubeObject object, String version) {
            KubeObject told = object.copy();
            told.metadata().put("resourceVersion", version);
            events.add(new Event(type, told));
        }

        @Override
        public Optional<Event> next(Duration wait) throws InterruptedException {
            while (!closed) {
                Event event = events.poll(5, TimeUnit.MILLISECONDS);
                if (event != null) {
                    return Optional.of(event);
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public ObjectList list(GroupVersionResource resource, String namespace, ListOptions options) {
        try {
            return lists.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ObjectList(List.of(), "0", "");
        }
    }

    @Override
    public Watch watch(GroupVersionResource resource, String namespace, WatchOptions options) {
        synchronized (this) {
            watchedFrom.add(options.fieldSelector() + "@" + options.resourceVersion());
        }
        ScriptedWatch watch = new ScriptedWatch();
        watches.add(watch);
        return watch;
    }

    @Override
    public KubeObject get(GroupVersionResource resource, String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject create(GroupVersionResource resource, KubeObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject createSubresource(ObjectRef parent, String subresource, KubeObject body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject update(GroupVersionResource resource, KubeObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject updateSubresource(ObjectRef parent, String subresource, KubeObject body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject patch(ObjectRef object, String subresource, PatchType type, JsonNode patch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(ObjectRef object, DeleteOptions options) {
        throw new UnsupportedOperationException();
    }
}
