package dev.purser.node.shutdown;

import dev.purser.node.pod.PodAdmission;
import dev.purser.node.pod.Pods;
import dev.purser.node.shutdown.ShutdownPlan.Group;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the pods of a node step by step, and says that the node is going. Thread-safe.
public final class NodeShutdown {
    private static final Logger LOG = LoggerFactory.getLogger(NodeShutdown.class);

    /// What the runtime may take beyond the containers' own time: hooks get two seconds more, and
    /// then there is the killing.
    private static final Duration SLACK = Duration.ofSeconds(10);

    /// The machine goes down meanwhile, so statuses must be written soon.
    private static final Duration SLACK_OF_MACHINE = Duration.ofSeconds(1);

    private static final Verdict TERMINATED =
            new Verdict(
                    "Terminated",
                    "Pod was terminated in response to imminent node shutdown.",
                    true);

    private static final Verdict REFUSAL =
            new Verdict("NodeShutdown", "Pod was rejected as the node is shutting down.");

    /// What becomes of the pods.
    public enum Fate {
        /// They run again when the node comes back; their statuses stay.
        RETURN,
        /// They have failed, as kubelet has it: who made them makes others elsewhere.
        FAIL
    }

    private volatile boolean isUnderWay;

    /// What keeps the node from being ready, in kubelet's words; empty while nothing does.
    public Optional<String> problem() {
        return isUnderWay ? Optional.of("node is shutting down") : Optional.empty();
    }

    /// Another admission, and after it the refusal of every pod once the node shuts down.
    public PodAdmission after(PodAdmission others) {
        return pod ->
                others.refusal(pod).or(() -> isUnderWay ? Optional.of(REFUSAL) : Optional.empty());
    }

    /// From now on the node is not ready and takes no pods.
    public void begin() {
        isUnderWay = true;
    }

    /// Ends the pods, and returns when they have ended or their time is over.
    ///
    /// @return whether all have ended
    public boolean endPods(Pods pods, ShutdownPlan plan, Fate fate) throws InterruptedException {
        begin();
        if (fate == Fate.RETURN) {
            pods.holdNew();
        }
        boolean haveEnded = true;
        for (Group group : plan.groups(pods.active())) {
            if (!group.pods().isEmpty()) {
                haveEnded &= end(pods, group, fate);
            }
        }
        return haveEnded;
    }

    /// The longest that [#endPods] takes now for pods that are to return.
    public static Duration longestEnd(Pods pods, ShutdownPlan plan) {
        return plan.groups(pods.active()).stream()
                .filter(group -> !group.pods().isEmpty())
                .map(group -> patience(group, Fate.RETURN))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static boolean end(Pods pods, Group group, Fate fate) throws InterruptedException {
        Duration limit = group.step().grace();
        LOG.info(
                "Ending {} pods from priority {} on", group.pods().size(), group.step().priority());
        for (PodSpec pod : group.pods()) {
            String uid = pod.identity().uid();
            switch (fate) {
                case RETURN -> pods.putAway(uid, limit);
                case FAIL -> pods.kill(uid, TERMINATED, limit);
            }
        }
        List<String> uids = group.pods().stream().map(each -> each.identity().uid()).toList();
        boolean haveEnded = pods.awaitEnd(uids, patience(group, fate));
        if (!haveEnded) {
            LOG.warn("Some pods from priority {} on have not ended", group.step().priority());
        }
        return haveEnded;
    }

    /// No longer than the pods of the group can take.
    private static Duration patience(Group group, Fate fate) {
        Duration limit = group.step().grace();
        Duration longest =
                group.pods().stream()
                        .map(PodSpec::terminationGrace)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        return (longest.compareTo(limit) < 0 ? longest : limit)
                .plus(fate == Fate.RETURN ? SLACK : SLACK_OF_MACHINE);
    }
}
