package dev.purser.node.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells virtual threads when a named pipe can be read or written. Java would block a carrier
/// thread for each of them. One thread waits for all, from the first pipe on. Thread-safe.
public final class PipePoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipePoller.class);
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EPOLLONESHOT = 1 << 30;
    static final int EPOLLIN = 1;
    static final int EPOLLOUT = 4;
    private static final int EVENTS_AT_ONCE = 64;

    private final DescriptorCalls calls = new DescriptorCalls();
    private final Map<Long, Semaphore> waiting = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private long epoll = -1;
    private volatile boolean closed;

    DescriptorCalls calls() {
        return calls;
    }

    /// Begins to watch a descriptor, which the caller closes.
    synchronized Watched watch(long descriptor) throws IOException {
        if (epoll < 0) {
            start();
        }
        Watched watched = new Watched(descriptor, nextId.getAndIncrement());
        waiting.put(watched.id, watched.ready);
        watched.control(EPOLL_CTL_ADD, 0);
        return watched;
    }

    private void start() throws IOException {
        epoll = calls.epollCreate();
        if (epoll < 0) {
            throw new IOException("no pipes can be watched: errno " + -epoll);
        }
        long descriptor = epoll;
        Thread.ofPlatform().daemon().name("pipes").start(() -> deliver(descriptor));
    }

    private void deliver(long descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) calls.eventBytes() * EVENTS_AT_ONCE, 8);
            while (!closed) {
                long count = calls.epollWait(descriptor, events, EVENTS_AT_ONCE);
                if (count < 0 && count != -Errno.EINTR) {
                    LOG.error("Pipes are not watched any more: errno {}", -count);
                    return;
                }
                for (int i = 0; i < count; i++) {
                    wake(events, i);
                }
            }
        } finally {
            calls.close(descriptor);
        }
    }

    private void wake(MemorySegment events, int index) {
        long offset = (long) index * calls.eventBytes() + calls.eventDataOffset();
        Semaphore ready = waiting.get(events.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
        if (ready != null) {
            ready.release();
        }
    }

    /// Ends the thread at the next event; who waits is woken by closing the pipe.
    @Override
    public void close() {
        closed = true;
    }

    /// One watched descriptor.
    final class Watched implements AutoCloseable {
        private final long descriptor;
        private final long id;
        private final Semaphore ready = new Semaphore(0);

        private Watched(long descriptor, long id) {
            this.descriptor = descriptor;
            this.id = id;
        }

        /// Asks to be woken when the descriptor can be read or written, or its other side has gone.
        void ask(int events) throws IOException {
            control(EPOLL_CTL_MOD, events);
        }

        /// Waits for what was asked, or for [#wake].
        void await() throws InterruptedException {
            ready.acquire();
            ready.drainPermits();
        }

        void wake() {
            ready.release();
        }

        private void control(int operation, int events) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment event = arena.allocate(calls.eventBytes(), 8);
                event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, events | EPOLLONESHOT);
                event.set(ValueLayout.JAVA_LONG_UNALIGNED, calls.eventDataOffset(), id);
                long result = calls.epollControl(epoll, operation, descriptor, event);
                if (result < 0) {
                    throw new IOException("a pipe cannot be watched: errno " + -result);
                }
            }
        }

        /// The descriptor itself stays open.
        @Override
        public void close() {
            waiting.remove(id);
        }
    }
}
