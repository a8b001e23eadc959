package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.shutdown.NodeShutdown.Fate;
import dev.purser.node.shutdown.ShutdownPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The end of a node with real containers.
@Tag("containers")
class NodeShutdownTests {
    private static final int CRITICAL = 2_000_000_000;

    @TempDir Path shared;
    private NodeBench node;

    @BeforeEach
    void startNode(@TempDir Path images) throws Exception {
        node = NodeBench.start(images);
    }

    @AfterEach
    void removeNode() throws Exception {
        node.remove();
    }

    /// A pod that notes its hook and its end in a file that all share.
    private void create(String name, int priority) throws InterruptedException {
        node.create(
                name,
                """
                {'priority':%d,'terminationGracePeriodSeconds':20,'containers':[{'name':'c',
                'command':['sh','-c',
                'trap `echo %s ends >> /s/log; exit 0` TERM; : > /s/%s; while :; do sleep 0.1; done'],
                'readinessProbe':{'exec':{'command':['test','-e','/s/%s']}},
                'lifecycle':{'preStop':{'exec':{'command':['sh','-c',
                'sleep 1; echo %s hooked >> /s/log']}}},
                'volumeMounts':[{'name':'s','mountPath':'/s'}]}],
                'volumes':[{'name':'s','hostPath':{'path':'%s'}}]}
                """
                        .formatted(priority, name, name, name, name, shared));
        node.await(name, NodeBench::isReady);
    }

    private List<String> notes() throws Exception {
        return Files.readAllLines(shared.resolve("log"));
    }

    @Test
    void podsFailInTheOrderOfTheirPriorities() throws Exception {
        create("vital", CRITICAL);
        create("plain", 0);

        boolean ended =
                node.agent()
                        .endPods(
                                ShutdownPlan.of(Duration.ofSeconds(20), Duration.ofSeconds(10)),
                                Fate.FAIL);

        assertThat(ended).isTrue();
        assertThat(notes())
                .containsExactly("plain hooked", "plain ends", "vital hooked", "vital ends");
        for (String name : List.of("plain", "vital")) {
            KubeObject pod = node.pod(name);
            assertThat(pod.status().path("phase").asString("")).isEqualTo("Failed");
            assertThat(pod.status().path("reason").asString("")).isEqualTo("Terminated");
            assertThat(pod.status().path("message").asString(""))
                    .isEqualTo("Pod was terminated in response to imminent node shutdown.");
            assertThat(NodeBench.condition(pod, "DisruptionTarget"))
                    .isEqualTo(
                            "True TerminationByKubelet: Pod was terminated in response to imminent"
                                    + " node shutdown.");
        }
        assertThat(NodeBench.condition(node.node(), "Ready"))
                .isEqualTo("False KubeletNotReady: node is shutting down");

        node.create(
                "late",
                "{'terminationGracePeriodSeconds':1,'containers':[{'name':'c','command':['sleep','100']}]}");
        KubeObject late =
                node.await("late", pod -> pod.status().path("phase").asString("").equals("Failed"));
        assertThat(late.status().path("reason").asString("")).isEqualTo("NodeShutdown");
        assertThat(late.status().path("message").asString(""))
                .isEqualTo("Pod was rejected: Pod was rejected as the node is shutting down.");
    }

    @Test
    void podsThatReturnKeepTheirStatusAndRunAgain() throws Exception {
        create("plain", 0);

        node.agent().endPods(ShutdownPlan.upTo(Duration.ofSeconds(30)), Fate.RETURN);
        node.create(
                "late",
                "{'terminationGracePeriodSeconds':1,'containers':[{'name':'c','command':['sleep','100']}]}");

        assertThat(notes()).containsExactly("plain hooked", "plain ends");
        assertThat(node.pod("plain").status().path("phase").asString("")).isEqualTo("Running");

        String before = NodeBench.containerId(node.pod("plain"));
        node.restart();
        node.await(
                "plain",
                pod -> NodeBench.isReady(pod) && !NodeBench.containerId(pod).equals(before));
        node.await("late", NodeBench::isReady);
    }
}
