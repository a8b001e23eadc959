package dev.purser.wire.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/// Passes a stream on, and cuts the client off that takes nothing for too long: without that, who
/// opens watches and reads none of them would hold their threads and buffers forever. One thread
/// writes.
final class StallGuard extends FilterOutputStream {
    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final ExchangeTime exchange;
    private final Duration patience;
    private volatile long since = NOT_WRITING;
    private volatile boolean closed;

    private StallGuard(OutputStream out, ExchangeTime exchange, Duration patience) {
        super(out);
        this.exchange = exchange;
        this.patience = patience;
    }

    /// A stream that is watched until it is closed.
    static StallGuard over(OutputStream out, ExchangeTime exchange, Duration patience) {
        StallGuard guard = new StallGuard(out, exchange, patience);
        guard.lookAgain(exchange.scheduler());
        return guard;
    }

    private void lookAgain(Scheduler scheduler) {
        scheduler.schedule(
                () -> {
                    long began = since;
                    if (closed) {
                        return;
                    }
                    if (began != NOT_WRITING && System.nanoTime() - began >= patience.toNanos()) {
                        exchange.cutOff("the client takes nothing of what it asked for");
                    } else {
                        lookAgain(scheduler);
                    }
                },
                patience.toMillis() / 2 + 1,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        since = System.nanoTime();
        try {
            out.write(bytes, offset, length);
        } finally {
            since = NOT_WRITING;
        }
    }

    @Override
    public void flush() throws IOException {
        since = System.nanoTime();
        try {
            out.flush();
        } finally {
            since = NOT_WRITING;
        }
    }

    /// Ends the watch over the stream; the stream itself stays open.
    void release() {
        closed = true;
    }
}
