package dev.purser.node.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndedContainersTests {
    private final AtomicLong clock = new AtomicLong(7);
    private final EndedContainers ended = new EndedContainers(clock::get);

    private static Container container(String reason) {
        return new Container(
                "c",
                "s",
                "name",
                0,
                Container.State.EXITED,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                137,
                reason,
                "",
                "image",
                "id",
                Map.of());
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void anEndWithAReasonIsFinal() {
        ended.put(container("OOMKilled"));
        assertThat(ended.find("c")).contains(container("OOMKilled"));
    }

    @Test
    void thatMemoryHadRunOutMayBeHeardLater() {
        ended.put(container("Error"));
        assertThat(ended.find("c")).isEmpty();
        pass(Duration.ofMillis(500));
        ended.put(container("OOMKilled"));
        assertThat(ended.find("c")).contains(container("OOMKilled"));
    }

    @Test
    void anErrorIsFinalWhenItIsStillSaidAWhileLater() {
        ended.put(container("Error"));
        pass(EndedContainers.REASON_LAG);
        assertThat(ended.find("c")).isEmpty();
        ended.put(container("Error"));
        assertThat(ended.find("c")).contains(container("Error"));
    }

    @Test
    void whatIsRemovedIsForgotten() {
        ended.put(container("Completed"));
        ended.forget("c");
        assertThat(ended.find("c")).isEmpty();
        ended.put(container("Completed"));
        assertThat(ended.forgetSandbox("other")).isEmpty();
        assertThat(ended.forgetSandbox("s")).containsExactly("c");
        assertThat(ended.find("c")).isEmpty();
    }
}
