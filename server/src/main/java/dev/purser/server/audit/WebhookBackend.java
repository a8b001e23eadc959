package dev.purser.server.audit;

import dev.purser.client.remote.JsonPost;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends events as `EventList`s to a program that keeps them elsewhere.
///
/// One that does not answer, or answers that it has trouble, is tried again a few times, each time
/// after a longer pause. Thread-safe.
final class WebhookBackend implements AuditBackend, BufferedBackend.BatchBackend {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookBackend.class);
    private static final String PLUGIN = "webhook";
    private static final int ATTEMPTS = 5;
    private static final int CLIENT_ERROR = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final JsonPost webhook;
    private final Retries retries;
    private final AuditMetrics metrics;
    private final EventJson json = new EventJson();
    private volatile boolean hurried;

    /// How a failing webhook is treated.
    ///
    /// @param first the first pause; each next one is half as long again, and a little random
    record Retries(Duration first, RandomGenerator random) {
        private static final double FACTOR = 1.5;
        private static final double JITTER = 0.2;

        Duration pause(int attempt) {
            double factor = Math.pow(FACTOR, attempt) * (1 + JITTER * random.nextDouble());
            return Duration.ofNanos((long) (first.toNanos() * factor));
        }
    }

    WebhookBackend(JsonPost webhook, Retries retries, AuditMetrics metrics) {
        this.webhook = webhook;
        this.retries = retries;
        this.metrics = metrics;
    }

    @Override
    public boolean process(AuditEvent event) {
        return send(List.of(event));
    }

    @Override
    public void process(List<AuditEvent> batch) {
        boolean _ = send(batch);
    }

    private boolean send(List<AuditEvent> events) {
        byte[] body = json.list(events);
        String trouble = "";
        boolean interrupted = false;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (attempt > 0 && !hurried) {
                    Thread.sleep(retries.pause(attempt - 1));
                }
                int status = webhook.send(body);
                if (status < CLIENT_ERROR) {
                    return true;
                }
                trouble = "it answered " + status;
                if (status != TOO_MANY_REQUESTS && status < SERVER_ERROR) {
                    break;
                }
            } catch (InterruptedException | InterruptedIOException e) {
                // The process ends: once more, without a pause.
                interrupted = Thread.interrupted() || e instanceof InterruptedException;
                trouble = "there was no time";
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        metrics.error(PLUGIN, events.size());
        LOG.error("{} audit events did not reach the webhook: {}", events.size(), trouble);
        return false;
    }

    @Override
    public void hurry() {
        hurried = true;
    }

    @Override
    public void close() {
        webhook.close();
    }
}
