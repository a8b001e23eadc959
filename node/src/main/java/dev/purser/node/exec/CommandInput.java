package dev.purser.node.exec;

import dev.purser.node.linux.NamedPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The standard input of one command, from before it starts until after it has ended. Thread-safe;
/// one thread writes.
final class CommandInput implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandInput.class);

    private final CountDownLatch started = new CountDownLatch(1);
    private @Nullable NamedPipe pipe;
    private @Nullable Runnable onEnd;
    private boolean over;

    /// The command runs.
    ///
    /// @param onEnd called once when the input ends, after the pipe was closed
    void open(NamedPipe opened, Runnable onEnd) {
        boolean late;
        synchronized (this) {
            late = over;
            if (!late) {
                pipe = opened;
                this.onEnd = onEnd;
            }
        }
        if (late) {
            opened.close();
            onEnd.run();
        }
        started.countDown();
    }

    /// Waits for the command to start, and for it to read.
    void write(ByteBuffer content) throws InterruptedException {
        started.await();
        NamedPipe opened = opened();
        if (opened == null) {
            return;
        }
        try {
            opened.write(content);
        } catch (IOException e) {
            LOG.debug("A command reads no more: {}", e.toString());
            close();
        }
    }

    private synchronized @Nullable NamedPipe opened() {
        return pipe;
    }

    /// Ends the input; what was written is still read. A command that starts later finds its input
    /// at its end. May be repeated.
    @Override
    public void close() {
        NamedPipe opened;
        Runnable action;
        synchronized (this) {
            over = true;
            opened = pipe;
            action = onEnd;
            pipe = null;
            onEnd = null;
        }
        if (opened != null) {
            opened.close();
        }
        if (action != null) {
            action.run();
        }
        started.countDown();
    }
}
