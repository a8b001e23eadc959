package dev.purser.node.measure;

import dev.purser.client.node.UsageSource;
import dev.purser.node.cri.CriException;
import dev.purser.node.measure.NodeSurvey.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What this node tells of its use, in each of kubelet's forms. Thread-safe; blocks.
public final class NodeStats {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStats.class);

    private final Subject subject;
    private final NodeSurvey survey;
    private final UsageSource rates;
    private final MachineMetrics.Names machine;

    /// Which node it is.
    ///
    /// @param proc the mounted `/proc`
    /// @param directory of the node
    /// @param cgroupRoot the cgroup above all pods
    public record Subject(
            String node,
            Path proc,
            Path directory,
            String cgroupRoot,
            String bootId,
            String machineId,
            String systemUuid) {}

    /// @param rates of processor time
    public NodeStats(Subject subject, NodeSurvey survey, UsageSource rates) {
        this.subject = subject;
        this.survey = survey;
        this.rates = rates;
        this.machine =
                new MachineMetrics.Names(
                        subject.bootId(), subject.machineId(), subject.systemUuid());
    }

    /// `/stats/summary`.
    ///
    /// @throws IOException when something cannot be read
    public ObjectNode summary(Extent extent) throws IOException {
        try {
            return new SummaryDocument(subject.node(), survey.read(extent), rates.usage()).toJson();
        } catch (CriException e) {
            throw new IOException("failed to list pod stats: " + e.getMessage(), e);
        }
    }

    /// `/metrics/resource`; what cannot be read is told as a metric.
    public String resourceMetrics() {
        try {
            return ResourceMetrics.of(survey.read(Extent.PROCESSOR_AND_MEMORY));
        } catch (IOException | CriException e) {
            LOG.warn("What the node uses cannot be read: {}", e.getMessage());
            return ResourceMetrics.failed();
        }
    }

    /// `/metrics/cadvisor`.
    ///
    /// @throws IOException when something cannot be read
    public String containerMetrics() throws IOException {
        try {
            NodeUse use = survey.read(Extent.ALL);
            String device = Files.getFileStore(subject.directory()).name();
            return ContainerMetrics.of(use, subject.cgroupRoot())
                    + MachineMetrics.of(machine, subject.proc(), use, device);
        } catch (CriException e) {
            throw new IOException("failed to list pod stats: " + e.getMessage(), e);
        }
    }

    /// Which version of cgroups the machine has.
    public int cgroupVersion() {
        return survey.cgroupVersion();
    }
}
