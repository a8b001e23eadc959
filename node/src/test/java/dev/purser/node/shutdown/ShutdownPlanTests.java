package dev.purser.node.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.node.shutdown.ShutdownPlan.Step;
import dev.purser.node.spec.PodSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShutdownPlanTests {
    private static PodSpec pod(int priority) {
        KubeObject pod =
                KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "p" + priority);
        pod.spec().put("priority", priority);
        return new PodSpec(pod);
    }

    private static List<List<Integer>> priorities(ShutdownPlan plan, int... priorities) {
        return plan
                .groups(IntStream.of(priorities).mapToObj(ShutdownPlanTests::pod).toList())
                .stream()
                .map(group -> group.pods().stream().map(PodSpec::priority).toList())
                .toList();
    }

    @Test
    void criticalPodsAreLast() {
        ShutdownPlan plan = ShutdownPlan.of(Duration.ofSeconds(30), Duration.ofSeconds(10));

        assertThat(plan.steps())
                .containsExactly(
                        new Step(0, Duration.ofSeconds(20)),
                        new Step(2_000_000_000, Duration.ofSeconds(10)));
        assertThat(priorities(plan, 2_000_001_000, 0, 1_000_000, -5, 2_000_000_000))
                .containsExactly(List.of(0, 1_000_000, -5), List.of(2_000_001_000, 2_000_000_000));
    }

    @Test
    void stepsAreSortedAndBorderOnEachOther() {
        Duration second = Duration.ofSeconds(1);
        ShutdownPlan plan =
                new ShutdownPlan(
                        List.of(
                                new Step(1000, second),
                                new Step(10, second),
                                new Step(100, second)));

        assertThat(priorities(plan, 5, 10, 99, 100, 999, 1000, 5000))
                .containsExactly(List.of(5, 10, 99), List.of(100, 999), List.of(1000, 5000));
    }

    @Test
    void nothingIsPlannedWithoutTime() {
        assertThat(ShutdownPlan.of(Duration.ZERO, Duration.ZERO).isEmpty()).isTrue();
        assertThat(ShutdownPlan.of(Duration.ofSeconds(1), Duration.ofSeconds(2)).isEmpty())
                .isTrue();
        assertThat(ShutdownPlan.none().groups(List.of(pod(1)))).isEmpty();
    }
}
