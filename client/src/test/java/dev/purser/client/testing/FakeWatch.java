package dev.purser.client.testing;

import dev.purser.api.status.StatusException;
import dev.purser.client.Watch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A watch of [FakeApi]: events are put in by writers and taken out by the reader.
final class FakeWatch implements Watch {
    private sealed interface Item {}

    private record Got(Event event) implements Item {}

    private record Failed(StatusException error) implements Item {}

    private record Ended() implements Item {}

    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final Consumer<FakeWatch> onClose;
    private volatile boolean closed;

    FakeWatch(Consumer<FakeWatch> onClose) {
        this.onClose = onClose;
    }

    void put(Event event) {
        items.add(new Got(event));
    }

    /// Ends the watch as a server does whose connection breaks.
    void end() {
        closed = true;
        items.add(new Ended());
    }

    /// Whether the reader has taken all events.
    boolean isQuiet() {
        return items.isEmpty();
    }

    void fail(StatusException error) {
        items.add(new Failed(error));
    }

    @Override
    public Optional<Event> next(Duration wait) throws InterruptedException {
        Item item = closed ? items.poll() : items.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        return switch (item) {
            case null -> Optional.empty();
            case Got got -> Optional.of(got.event());
            case Ended _ -> Optional.empty();
            case Failed failed -> {
                closed = true;
                throw failed.error();
            }
        };
    }

    @Override
    public boolean isClosed() {
        return closed && items.isEmpty();
    }

    @Override
    public void close() {
        onClose.accept(this);
        end();
    }
}
