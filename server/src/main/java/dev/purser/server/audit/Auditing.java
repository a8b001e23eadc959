package dev.purser.server.audit;

import dev.purser.server.audit.AuditPolicy.Coverage;
import dev.purser.server.audit.AuditPolicy.ManagedFields;
import dev.purser.wire.request.RequestIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Puts an [Auditor] together.
public final class Auditing {
    private static final String DEFAULT_POLICY = "default-policy.yaml";

    /// How much of a log is kept in memory while it cannot be written.
    private static final int UNWRITTEN_BYTES_MAX = 4 << 20;

    private final AuditMetrics metrics = new AuditMetrics();
    private final InstantSource clock;
    private final RandomGenerator random;

    private Auditing(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// An auditor that makes no events.
    public static Auditor off(InstantSource clock, RandomGenerator random) {
        AuditPolicy nothing =
                new AuditPolicy(
                        List.of(), new Coverage(AuditLevel.NONE, Set.of(), ManagedFields.LOGGED));
        return new Auditor(
                nothing,
                new Auditor.Sinks(event -> true, new AuditMetrics(), clock),
                new RequestIds(random));
    }

    /// Reads the policy and opens what events go to.
    ///
    /// @param random makes ids for calls from inside
    /// @throws PolicyException when the policy or the webhook's file cannot be used
    /// @throws IOException when the log cannot be written
    public static Auditor open(AuditSettings settings, InstantSource clock, RandomGenerator random)
            throws PolicyException, IOException {
        if (settings.log().isEmpty() && settings.webhook().isEmpty()) {
            return off(clock, random);
        }
        AuditPolicy policy =
                settings.policy().isPresent()
                        ? new PolicyReader().read(settings.policy().get())
                        : defaultPolicy();
        Auditing auditing = new Auditing(clock, random);
        List<AuditBackend> backends = new ArrayList<>();
        if (settings.webhook().isPresent()) {
            backends.add(auditing.webhook(settings.webhook().get()));
        }
        if (settings.log().isPresent()) {
            backends.add(auditing.log(settings.log().get()));
        }
        return new Auditor(
                policy,
                new Auditor.Sinks(new CombinedBackend(backends), auditing.metrics, clock),
                new RequestIds(random));
    }

    /// The policy that holds when no file names another.
    static AuditPolicy defaultPolicy() {
        try (InputStream in = Auditing.class.getResourceAsStream(DEFAULT_POLICY)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + DEFAULT_POLICY);
            }
            return new PolicyReader().read(in.readAllBytes());
        } catch (IOException | PolicyException e) {
            throw new IllegalStateException(DEFAULT_POLICY + " cannot be read", e);
        }
    }

    private AuditBackend log(AuditSettings.Log settings) throws IOException {
        LogBackend log = new LogBackend(output(settings.target()), metrics, UNWRITTEN_BYTES_MAX);
        AuditBackend backend =
                switch (settings.mode()) {
                    case BLOCKING_STRICT -> log;
                    case BLOCKING -> new ForgivingBackend(log);
                    case BATCH ->
                            new BufferedBackend(
                                    oneByOne(log),
                                    new BufferedBackend.Batching(
                                            settings.bufferSize(), 1, Duration.ofSeconds(1)),
                                    metrics);
                };
        return truncating(backend, settings.truncation());
    }

    private AuditBackend webhook(AuditSettings.Webhook settings)
            throws PolicyException, IOException {
        WebhookBackend webhook =
                new WebhookBackend(
                        WebhookFile.open(settings.kubeconfig()),
                        new WebhookBackend.Retries(settings.initialBackoff(), random),
                        metrics);
        AuditBackend backend =
                switch (settings.mode()) {
                    case BLOCKING_STRICT -> webhook;
                    case BLOCKING -> new ForgivingBackend(webhook);
                    case BATCH ->
                            new BufferedBackend(
                                    webhook,
                                    new BufferedBackend.Batching(
                                            settings.bufferSize(),
                                            settings.batchSize(),
                                            settings.batchWait()),
                                    metrics);
                };
        return truncating(backend, settings.truncation());
    }

    private AuditBackend truncating(
            AuditBackend backend, Optional<AuditSettings.Truncation> truncation) {
        return truncation
                .<AuditBackend>map(
                        limit -> new TruncatingBackend(backend, limit.eventBytesMax(), metrics))
                .orElse(backend);
    }

    private static BufferedBackend.BatchBackend oneByOne(AuditBackend delegate) {
        return new BufferedBackend.BatchBackend() {
            @Override
            public void process(List<AuditEvent> batch) {
                for (AuditEvent event : batch) {
                    boolean _ = delegate.process(event);
                }
            }

            @Override
            public void close() {
                delegate.close();
            }
        };
    }

    private LogBackend.LineOutput output(AuditSettings.Target target) throws IOException {
        return switch (target) {
            case AuditSettings.File file ->
                    new RotatedFile(
                            file.path(),
                            new RotatedFile.Limits(file.megabytes(), file.backups(), file.days()),
                            switch (file.compression()) {
                                case NONE -> OldFiles.Form.PLAIN;
                                case GZIP -> OldFiles.Form.GZIP;
                            },
                            clock,
                            task -> Thread.ofVirtual().name("audit-log").start(task));
            case AuditSettings.Stream stream -> lines(stream.out());
        };
    }

    /// The stream is the process's own and stays open.
    private static LogBackend.LineOutput lines(OutputStream out) {
        return new LogBackend.LineOutput() {
            @Override
            public void write(byte[] line) throws IOException {
                out.write(line);
                out.flush();
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }
}
