package dev.purser.node.pod;

import dev.purser.node.cri.CriException;
import dev.purser.node.resize.Allocations;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts;
import dev.purser.node.status.PodFacts.Stage;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.volume.VolumeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One pod, step by step: what it asks for, what the runtime shows, what to do next.
///
/// [#step] is called by one thread at a time, again and again; [#tell] by any thread.
final class PodLoop {
    private static final Logger LOG = LoggerFactory.getLogger(PodLoop.class);

    /// After a failure that nobody will announce the end of.
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /// Volumes wait for objects, whose changes are announced; this is for everything else.
    private static final Duration SANDBOX_RETRY_PAUSE = Duration.ofSeconds(5);

    /// The first pause is kubelet's; it doubles its own up to two minutes.
    private static final Duration VOLUME_RETRY_PAUSE = Duration.ofMillis(500);

    private static final Duration VOLUME_RETRY_PAUSE_MAX = Duration.ofSeconds(5);

    private final PodServices services;
    private final PodEvents events;
    private final PodMemory memory;
    private final RuntimeObserver observer;
    private final StatusReport report;
    private final SandboxKeeper sandboxes;
    private final ContainerKeeper containers;
    private final PodEnding ending;
    private final Deadline deadline = new Deadline();
    private final ConcurrentLinkedQueue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private volatile boolean isPaused = true;
    private boolean isAdmitted;
    private String lastTrouble = "";

    /// @param wake makes [#step] be called soon; called from any thread
    PodLoop(PodServices services, PodSpec pod, Runnable wake) {
        this.services = services;
        events = new PodEvents(services.events());
        memory = new PodMemory(pod, services.timers().instant(), services.limits());
        observer = new RuntimeObserver(services.runtime(), services.host());
        report = new StatusReport(services, memory);
        sandboxes = new SandboxKeeper(services, events);
        ContainerStopper stopper = new ContainerStopper(services, events);
        LoopHandle handle = new LoopHandle(this::tell, wake, deadline);
        containers = new ContainerKeeper(services, memory, stopper, handle);
        ending = new PodEnding(services, memory, stopper, handle);
        isAdmitted = pod.startTime().isPresent();
        if (isAdmitted && !pod.isFinished()) {
            services.limits().allocations().adopt(pod);
            memory.pod = services.limits().allocations().granted(pod);
        }
        if (pod.isFinished()) {
            memory.stage = Stage.ENDING;
        }
    }

    /// Has the loop's thread do this before its next step.
    private void tell(Runnable message) {
        messages.add(message);
    }

    /// The pod has changed.
    void update(PodSpec pod) {
        tell(() -> memory.update(pod));
    }

    /// The pod's object is gone from the API.
    void removed() {
        tell(() -> memory.isRemoved = true);
    }

    /// Something changed that the pod may have waited for.
    void retry() {
        tell(memory::forgetPauses);
    }

    /// The pod is to end although its object stays, since the node shuts down.
    void shutDown(Duration graceLimit) {
        tell(() -> ending.shutDown(graceLimit));
    }

    /// The node ends the pod for good, with this word in its status.
    ///
    /// @param graceLimit the longest that containers may take to end
    void kill(Verdict verdict, Duration graceLimit) {
        tell(() -> {
            if (memory.stage == Stage.LIVE) {
                memory.verdict = verdict;
                memory.graceLimit = graceLimit;
                memory.stage = Stage.ENDING;
            }
        });
    }

    /// Goes as far as it can now.
    ///
    /// @return after which time to call again if nothing happens before; empty for never
    Optional<Duration> step() throws InterruptedException {
        deadline.clear();
        for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
            message.run();
        }
        try {
            stepOnce();
            lastTrouble = "";
        } catch (CriException e) {
            tell(e);
            deadline.at(now().plus(RETRY_PAUSE));
        }
        isPaused = memory.hasPauses();
        return deadline.from(now());
    }

    /// Once, however often it is met with.
    private void tell(CriException trouble) {
        if (!trouble.getMessage().equals(lastTrouble)) {
            LOG.warn("Pod {}: {}", memory.pod.identity(), trouble.getMessage());
            lastTrouble = trouble.getMessage();
        }
    }

    /// Whether nothing is left to do, ever.
    boolean isDone() {
        return ending.isDone();
    }

    /// Whether nothing of the pod runs any more, and nothing is left that was to go with it.
    boolean hasEnded() {
        return memory.stage == Stage.ENDED && ending.isSettled();
    }

    /// Whether the last step has left something for later, since an attempt failed. For any thread.
    boolean isPaused() {
        return isPaused;
    }

    /// Whether a container or sandbox of this id was seen in the pod. For any thread.
    boolean hasSeen(String id) {
        return observer.hasSeen(id);
    }

    private void stepOnce() throws InterruptedException {
        if (memory.stage == Stage.LIVE) {
            endIfDue();
        }
        if (memory.stage == Stage.LIVE) {
            if (!isAdmitted && !admit()) {
                return;
            }
            keepAlive();
        }
        if (memory.stage != Stage.LIVE) {
            ending.step(observer, report);
        }
    }

    private void endIfDue() {
        PodSpec pod = memory.pod;
        if (memory.isRemoved || pod.isDeleted()) {
            memory.stage = Stage.ENDING;
        } else if (pod.activeDeadlineSeconds().isPresent()) {
            Instant end = memory.startTime.plusSeconds(pod.activeDeadlineSeconds().getAsLong());
            if (now().isBefore(end)) {
                deadline.at(end);
            } else {
                String message = "Pod was active on the node longer than the specified deadline";
                memory.verdict = new Verdict("DeadlineExceeded", message);
                memory.stage = Stage.ENDING;
                events.normal(pod, "DeadlineExceeded", message);
            }
        }
    }

    private boolean admit() {
        Allocations allocations = services.limits().allocations();
        Optional<Verdict> refusal = services.admission().refusal(memory.pod);
        if (refusal.isPresent()) {
            events.warning(memory.pod, refusal.get().reason(), refusal.get().message());
            report.writeRejection(refusal.get());
            memory.stage = Stage.ENDING;
            memory.verdict = refusal.get();
            ending.refused();
            return false;
        }
        isAdmitted = true;
        allocations.adopt(memory.pod);
        services.limits().cgroups().weigh(allocations.pods());
        return true;
    }

    private void keepAlive() throws InterruptedException {
        PodSnapshot snapshot = observer.observe(memory.pod);
        if (!containers.adopt(snapshot)) {
            return;
        }
        containers.resize(snapshot);
        // A container that is replaced at once is not shown as ended, and its pod not as unready.
        boolean isReplacing = containers.isReplacing(snapshot);
        PodFacts facts = isReplacing ? memory.facts(snapshot) : report.write(snapshot, deadline);
        if (report.isOver(facts)) {
            memory.stage = Stage.ENDING;
            return;
        }
        if (!prepareVolumes()) {
            return;
        }
        boolean progressed = isReplacing;
        if (snapshot.readySandbox().isEmpty()) {
            if (!createSandbox(snapshot)) {
                return;
            }
            snapshot = observer.observe(memory.pod);
            report.write(snapshot, deadline);
            progressed = true;
        }
        progressed |= containers.advance(snapshot, sandboxes);
        if (progressed) {
            facts = report.write(observer.observe(memory.pod), deadline);
            if (report.isOver(facts)) {
                memory.stage = Stage.ENDING;
            }
        }
    }

    /// Whether all volumes are there; those of a pod that runs stay as they are while a newer state
    /// of them cannot be made.
    private boolean prepareVolumes() throws InterruptedException {
        if (memory.volumesAreCurrent) {
            return true;
        }
        if (memory.volumesRetryAt.isAfter(now())) {
            deadline.at(memory.volumesRetryAt);
            return memory.isPrepared;
        }
        try {
            services.configs().hold(memory.pod.pod());
            memory.volumes = services.volumes().prepare(memory.pod.pod());
            memory.volumesAreCurrent = true;
            memory.volumesRetryAt = Instant.MIN;
            memory.volumePause = Duration.ZERO;
            memory.isPrepared = true;
        } catch (VolumeException e) {
            e.failures().forEach(each -> events.warning(memory.pod, each.reason(), each.message()));
            memory.volumePause = longer(memory.volumePause);
            memory.volumesRetryAt = now().plus(memory.volumePause);
            deadline.at(memory.volumesRetryAt);
        }
        return memory.isPrepared;
    }

    private boolean createSandbox(PodSnapshot snapshot) {
        Optional<String> obstacle = sandboxes.obstacle(memory.pod);
        if (obstacle.isPresent()) {
            return sandboxFailed(obstacle.get());
        }
        try {
            sandboxes.create(memory.pod, snapshot);
            return true;
        } catch (CriException e) {
            return sandboxFailed(e.getMessage());
        } catch (FileSystemException e) {
            return sandboxFailed(e.toString());
        } catch (IOException e) {
            return sandboxFailed(String.valueOf(e.getMessage()));
        }
    }

    private boolean sandboxFailed(String why) {
        events.warning(
                memory.pod, "FailedCreatePodSandBox", "Failed to create pod sandbox: " + why);
        deadline.at(now().plus(SANDBOX_RETRY_PAUSE));
        return false;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        if (twice.compareTo(VOLUME_RETRY_PAUSE) < 0) {
            return VOLUME_RETRY_PAUSE;
        }
        return twice.compareTo(VOLUME_RETRY_PAUSE_MAX) > 0 ? VOLUME_RETRY_PAUSE_MAX : twice;
    }

    private Instant now() {
        return services.timers().instant();
    }
}
