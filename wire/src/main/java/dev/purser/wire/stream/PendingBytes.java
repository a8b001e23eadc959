package dev.purser.wire.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes on their way from one thread to another, and not more of them than a bound. Thread-safe.
final class PendingBytes {
    private static final int BYTES_MAX = 256 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private int size;
    private boolean ended;

    /// Copies the bytes; waits for room. After the end they are dropped.
    void add(ByteBuffer content) throws InterruptedException {
        lock.lock();
        try {
            while (size >= BYTES_MAX && !ended) {
                changed.await();
            }
            if (!ended && content.hasRemaining()) {
                ByteBuffer copy = ByteBuffer.allocate(content.remaining()).put(content).flip();
                queue.add(copy);
                size += copy.remaining();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more is added; what is there can be taken.
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more is added, and nothing more is taken.
    void close() {
        lock.lock();
        try {
            ended = true;
            queue.clear();
            size = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for bytes; empty at their end.
    ByteBuffer take() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !ended) {
                changed.await();
            }
            ByteBuffer next = queue.poll();
            if (next == null) {
                return NOTHING.duplicate();
            }
            size -= next.remaining();
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }
}
