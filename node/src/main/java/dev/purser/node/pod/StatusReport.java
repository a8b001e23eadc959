package dev.purser.node.pod;

import dev.purser.api.status.StatusException;
import dev.purser.client.ApiUnavailableException;
import dev.purser.node.status.PodFacts;
import dev.purser.node.status.PodFacts.Stage;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.status.PodStatus;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a pod's status when it differs from what was written last. Used by the pod's thread.
final class StatusReport {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final PodServices services;
    private final PodMemory memory;
    private String written = "";

    StatusReport(PodServices services, PodMemory memory) {
        this.services = services;
        this.memory = memory;
    }

    /// Writes what the snapshot shows.
    ///
    /// @param deadline is told when the API could not be reached
    PodFacts write(PodSnapshot snapshot, Deadline deadline) {
        PodFacts facts = memory.facts(snapshot);
        if (!memory.isRemoved) {
            ObjectNode status =
                    PodStatus.of(facts, services.hostAddresses(), services.timers().instant());
            if (!write(status)) {
                deadline.at(services.timers().instant().plus(RETRY_PAUSE));
            }
        }
        return facts;
    }

    void writeRejection(Verdict verdict) {
        write(PodStatus.rejected(memory.pod, verdict, memory.startTime));
    }

    /// Whether every container has ended for good.
    boolean isOver(PodFacts facts) {
        return facts.stage() == Stage.LIVE && PodStatus.isOver(facts);
    }

    /// Whether the API knows what was written last.
    boolean write(ObjectNode status) {
        String text = status.toString();
        if (text.equals(written)) {
            return true;
        }
        try {
            services.statuses().write(memory.pod.pod(), status);
            written = text;
            memory.shown = status;
            return true;
        } catch (ApiUnavailableException | StatusException e) {
            LOG.warn("The status of pod {} was not written", memory.pod.identity(), e);
            return false;
        }
    }
}
