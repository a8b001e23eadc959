package dev.purser.node.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// One end of a named pipe. One thread reads or writes, any thread closes, which wakes it. Virtual
/// threads may wait here without holding up others.
public final class NamedPipe implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int BUFFER_BYTES = 64 * 1024;

    /// More than the usual 64 KiB costs less switching between programs.
    private static final int PIPE_BYTES = 512 * 1024;

    private static final long OPEN_PAUSE_MILLIS = 2;

    private final DescriptorCalls calls;
    private final PipePoller.Watched watched;
    private final long descriptor;
    private final ReentrantLock lock = new ReentrantLock();
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES);
    private boolean closed;

    private NamedPipe(PipePoller poller, long descriptor) throws IOException {
        this.calls = poller.calls();
        this.descriptor = descriptor;
        boolean done = false;
        try {
            calls.control(descriptor, F_SETPIPE_SZ, PIPE_BYTES);
            watched = poller.watch(descriptor);
            done = true;
        } finally {
            if (!done) {
                calls.close(descriptor);
            }
        }
    }

    /// Makes a named pipe.
    public static void make(PipePoller poller, Path path) throws IOException {
        check(poller.calls().makePipe(path.toString(), OWNER_ONLY), path);
    }

    /// Opens the end that is read. Until somebody has opened the other end, [#read] must not be
    /// called: it would find the pipe at its end.
    public static NamedPipe toRead(PipePoller poller, Path path) throws IOException {
        int flags = DescriptorCalls.O_RDONLY | DescriptorCalls.O_NONBLOCK;
        return new NamedPipe(poller, check(poller.calls().open(path.toString(), flags), path));
    }

    /// Opens the end that is written, as soon as somebody has opened the other end.
    public static NamedPipe toWrite(PipePoller poller, Path path)
            throws IOException, InterruptedException {
        int flags = DescriptorCalls.O_WRONLY | DescriptorCalls.O_NONBLOCK;
        while (true) {
            long descriptor = poller.calls().open(path.toString(), flags);
            if (descriptor != -Errno.ENXIO) {
                return new NamedPipe(poller, check(descriptor, path));
            }
            Thread.sleep(OPEN_PAUSE_MILLIS);
        }
    }

    private static long check(long result, Path path) throws IOException {
        if (result < 0) {
            throw new IOException("the pipe " + path + ": errno " + -result);
        }
        return result;
    }

    /// Waits for bytes.
    ///
    /// @return valid until the next call; empty at the end
    /// @throws IOException when the pipe was closed here
    public ByteBuffer read() throws IOException, InterruptedException {
        long count = transfer(PipePoller.EPOLLIN, () -> calls.read(descriptor, buffer));
        if (count < 0) {
            throw new IOException("reading from a pipe: errno " + -count);
        }
        return buffer.asByteBuffer().limit((int) count);
    }

    /// Writes all of the bytes; waits while the pipe is full.
    ///
    /// @throws IOException when nobody reads any more or the pipe was closed here
    public void write(ByteBuffer content) throws IOException, InterruptedException {
        ByteBuffer staged = buffer.asByteBuffer();
        while (content.hasRemaining()) {
            int length = Math.min(content.remaining(), BUFFER_BYTES);
            staged.clear().put(content.slice(content.position(), length));
            long written = 0;
            while (written < length) {
                MemorySegment rest = buffer.asSlice(written, length - written);
                long count = transfer(PipePoller.EPOLLOUT, () -> calls.write(descriptor, rest));
                if (count < 0) {
                    throw new IOException("writing to a pipe: errno " + -count);
                }
                written += count;
            }
            content.position(content.position() + length);
        }
    }

    private long transfer(int wanted, Call call) throws IOException, InterruptedException {
        while (true) {
            lock.lock();
            try {
                if (closed) {
                    throw new IOException("the pipe was closed");
                }
                long result = call.run();
                if (result != -Errno.EAGAIN && result != -Errno.EINTR) {
                    return result;
                }
                watched.ask(wanted);
            } finally {
                lock.unlock();
            }
            watched.await();
        }
    }

    /// May be repeated.
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                watched.close();
                calls.close(descriptor);
            }
        } finally {
            lock.unlock();
        }
        watched.wake();
    }

    private interface Call {
        long run();
    }
}
