package dev.purser.node.probe;

import dev.purser.client.event.EventRecorder;
import dev.purser.client.event.EventType;
import dev.purser.client.event.ObjectReference;
import dev.purser.client.time.Timers;
import dev.purser.node.cri.CriRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Prober] with one virtual thread for each container that has probes of a kind. Thread-safe.
public final class ContainerProber implements Prober, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerProber.class);

    /// A probe that did not work itself is repeated at once, so often.
    private static final int ATTEMPTS_MAX = 3;

    private static final Duration WARM_UP = Duration.ofMillis(300);
    private static final Duration WARM_UP_PAUSE = Duration.ofMillis(30);

    private final ProbeCheck check;
    private final EventRecorder events;
    private final Timers timers;
    private final RandomGenerator random;
    private final ProbeMetrics metrics = new ProbeMetrics();
    private final Map<String, List<Thread>> threads = new HashMap<>();

    /// @param random spreads the probes of containers that were adopted together; thread-safe
    public ContainerProber(
            CriRuntime runtime,
            HttpProbe http,
            EventRecorder events,
            Timers timers,
            RandomGenerator random) {
        this.check = new ProbeCheck(runtime, http);
        this.events = events;
        this.timers = timers;
        this.random = random;
    }

    @Override
    public synchronized void start(Target target, Listener listener) {
        if (threads.containsKey(target.containerId())) {
            return;
        }
        boolean waitsForStart = !target.isStarted() && has(target, Purpose.STARTUP);
        if (!waitsForStart && !has(target, Purpose.READINESS) && !has(target, Purpose.LIVENESS)) {
            return;
        }
        threads.put(
                target.containerId(),
                waitsForStart
                        ? List.of(thread(target, listener, Purpose.STARTUP))
                        : lastingProbes(target, listener));
        threads.get(target.containerId()).forEach(Thread::start);
    }

    private List<Thread> lastingProbes(Target target, Listener listener) {
        return List.of(Purpose.READINESS, Purpose.LIVENESS).stream()
                .filter(purpose -> has(target, purpose))
                .map(purpose -> thread(target, listener, purpose))
                .toList();
    }

    private static boolean has(Target target, Purpose purpose) {
        return !target.container().probe(purpose.field()).isMissingNode();
    }

    private Thread thread(Target target, Listener listener, Purpose purpose) {
        return Thread.ofVirtual()
                .name("probe-" + purpose.word() + "-" + target.container().name())
                .unstarted(() -> run(new Loop(target, listener, purpose)));
    }

    private static void run(Loop loop) {
        try {
            loop.run();
        } catch (InterruptedException e) {
            LOG.debug("Probe of {} ended", loop.target.containerId());
        }
    }

    /// The startup probe has succeeded: the others take over, unless all were ended meanwhile.
    private synchronized void startLasting(Target target, Listener listener) {
        if (threads.containsKey(target.containerId())) {
            List<Thread> lasting = lastingProbes(target, listener);
            threads.put(target.containerId(), lasting);
            lasting.forEach(Thread::start);
        }
    }

    /// How the probes went.
    public ProbeMetrics metrics() {
        return metrics;
    }

    @Override
    public synchronized void stop(String containerId) {
        metrics.forget(containerId);
        List<Thread> running = threads.remove(containerId);
        if (running != null) {
            running.forEach(Thread::interrupt);
        }
    }

    @Override
    public synchronized void close() {
        threads.values().forEach(each -> each.forEach(Thread::interrupt));
        threads.clear();
    }

    /// One probe of one life of a container.
    private final class Loop {
        private final Target target;
        private final Listener listener;
        private final Purpose purpose;
        private final ProbeSpec spec;
        private final ProbeCount count;

        Loop(Target target, Listener listener, Purpose purpose) {
            this.target = target;
            this.listener = listener;
            this.purpose = purpose;
            this.spec = new ProbeSpec(target.container().probe(purpose.field()));
            this.count = new ProbeCount(spec);
        }

        void run() throws InterruptedException {
            timers.sleep(firstPause());
            boolean goesOn = succeedsEarly() ? judge(count.add(true)) : probeOnce();
            while (goesOn) {
                timers.sleep(spec.period());
                goesOn = probeOnce();
            }
        }

        /// A container that was adopted has been probed before: its next probe comes at a random
        /// moment of the period.
        private Duration firstPause() {
            return target.isAdopted()
                    ? Duration.ofMillis(random.nextLong(spec.period().toMillis()))
                    : spec.initialDelay();
        }

        /// A process needs a moment until it listens. Failures in this moment do not count: they
        /// would only put the first success off by a whole period.
        private boolean succeedsEarly() throws InterruptedException {
            if (purpose == Purpose.LIVENESS || target.isAdopted()) {
                return false;
            }
            Instant end = timers.instant().plus(WARM_UP);
            while (timers.instant().isBefore(end)) {
                if (check.run(target, spec) instanceof ProbeResult.Success) {
                    return true;
                }
                timers.sleep(WARM_UP_PAUSE);
            }
            return false;
        }

        /// Whether to go on.
        private boolean probeOnce() throws InterruptedException {
            return switch (attempt()) {
                case ProbeResult.Unknown(String message) -> {
                    event(
                            "Unhealthy",
                            "%s probe errored and resulted in unknown state: %s"
                                    .formatted(purpose.title(), message));
                    yield true;
                }
                case ProbeResult.Failure(String output) -> {
                    event("Unhealthy", "%s probe failed: %s".formatted(purpose.title(), output));
                    yield judge(count.add(false));
                }
                case ProbeResult.Warning(String output) -> {
                    event(
                            "ProbeWarning",
                            "%s probe warning: %s".formatted(purpose.title(), output));
                    yield judge(count.add(true));
                }
                case ProbeResult.Success _ -> judge(count.add(true));
            };
        }

        private ProbeResult attempt() throws InterruptedException {
            long start = System.nanoTime();
            ProbeResult result = check.run(target, spec);
            for (int attempt = 1;
                    attempt < ATTEMPTS_MAX && result instanceof ProbeResult.Unknown;
                    attempt++) {
                result = check.run(target, spec);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            metrics.record(target, purpose, result, Duration.ofNanos(System.nanoTime() - start));
            return result;
        }

        private boolean judge(Optional<Boolean> verdict) {
            return verdict.isEmpty() || (verdict.get() ? succeeded() : failed());
        }

        private boolean succeeded() {
            switch (purpose) {
                case STARTUP -> {
                    listener.started(target.containerId());
                    startLasting(target, listener);
                    return false;
                }
                case READINESS -> listener.ready(target.containerId());
                case LIVENESS -> {
                    // The container stays as it is.
                }
            }
            return true;
        }

        private boolean failed() {
            if (purpose == Purpose.READINESS) {
                listener.unready(target.containerId());
                return true;
            }
            listener.failed(target.containerId(), purpose);
            return false;
        }

        private void event(String reason, String message) {
            events.record(
                    ObjectReference.of(target.pod().pod())
                            .withFieldPath(target.container().fieldPath()),
                    EventType.WARNING,
                    reason,
                    message);
        }
    }
}
