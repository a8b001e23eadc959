package dev.purser.client.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.testing.ManualTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventWriterTests {
    private static final int MANY = 1500;

    private final Logger logger = Logger.getLogger(EventWriter.class.getName());
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final EventWriter writer = new EventWriter(timers);
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    complaints.add(new SimpleFormatter().formatMessage(record));
                }

                @Override
                public void flush() {
                    // Nothing is held back.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setLevel(Level.WARNING);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        released.countDown();
        writer.close();
        timers.close();
    }

    private void overflow() {
        for (int i = 0; i < MANY; i++) {
            writer.submit(this::awaitRelease);
        }
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void thousandsOfDroppedEventsAreOneLineAMinute() {
        overflow();
        assertThat(complaints)
                .singleElement()
                .asString()
                .startsWith("too many events at once: 1 were dropped");
        timers.advance(Duration.ofMinutes(1));
        overflow();
        assertThat(complaints).hasSize(2);
        assertThat(complaints.getLast()).containsPattern("once: (499|500) were dropped");
    }
}
