package dev.purser.node.cri;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.purser.node.cri.events.Envelope;
import dev.purser.node.cri.events.EventsGrpc;
import dev.purser.node.cri.events.SubscribeRequest;
import dev.purser.node.cri.events.TaskExit;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [RuntimeEvents] from containerd's own event service, since containerd before 1.7 has none in the
/// CRI. Thread-safe.
public final class ContainerdEvents implements RuntimeEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerdEvents.class);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(500);
    private static final String TASK_EXIT = "/tasks/exit";
    private static final String TASK_OOM = "/tasks/oom";

    private final EventsGrpc.EventsBlockingStub stub;
    private final CancellableContext context = Context.ROOT.withCancellation();
    private volatile boolean closed;
    private boolean isTold;
    private @Nullable Thread thread;

    public ContainerdEvents(ContainerdChannel channel) {
        stub = EventsGrpc.newBlockingStub(channel.grpc());
    }

    @Override
    public synchronized void start(Listener listener) {
        thread =
                Thread.ofVirtual()
                        .name("containerd-events")
                        .start(() -> context.run(() -> deliver(listener)));
    }

    private void deliver(Listener listener) {
        while (!closed) {
            try {
                read(listener);
            } catch (StatusRuntimeException e) {
                if (!closed) {
                    tellBreak(e.getStatus());
                }
            }
            pause();
        }
    }

    /// That containerd is away shows elsewhere; any other reason is one that stays, and is told
    /// once.
    private void tellBreak(Status status) {
        if (status.getCode() == Status.Code.UNAVAILABLE || isTold) {
            LOG.debug("containerd's events broke off: {}", status);
        } else {
            isTold = true;
            LOG.warn("containerd's events broke off: {}", status);
        }
    }

    private void read(Listener listener) {
        Iterator<Envelope> events = stub.subscribe(subscription());
        listener.resumed();
        while (events.hasNext()) {
            handle(events.next(), listener);
        }
    }

    private static SubscribeRequest subscription() {
        return SubscribeRequest.newBuilder()
                .addFilters(ofTopic(TASK_EXIT))
                .addFilters(ofTopic(TASK_OOM))
                .addFilters("namespace==k8s.io,topic~=\"^/images/(create|update)\"")
                .build();
    }

    /// In containerd's filters a value with a slash must be quoted.
    private static String ofTopic(String topic) {
        return "namespace==k8s.io,topic==\"%s\"".formatted(topic);
    }

    private static void handle(Envelope envelope, Listener listener) {
        String topic = envelope.getTopic();
        if (!topic.equals(TASK_EXIT) && !topic.equals(TASK_OOM)) {
            listener.imagesChanged();
            return;
        }
        try {
            // Both messages begin with the container's id; that of memory running out has no more.
            TaskExit event = TaskExit.parseFrom(envelope.getEvent().getValue());
            if (topic.equals(TASK_OOM)) {
                listener.ranOutOfMemory(event.getContainerId());
            } else if (event.getId().equals(event.getContainerId())) {
                listener.exited(event.getContainerId());
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warn("An event of containerd could not be read", e);
        }
    }

    private void pause() {
        if (closed) {
            return;
        }
        try {
            Thread.sleep(RECONNECT_PAUSE);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        context.cancel(null);
        if (thread != null) {
            thread.interrupt();
        }
    }
}
