package dev.purser.node.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryKillsTests {
    private final MemoryKills kills = new MemoryKills();

    private static Container container(Container.State state, String reason) {
        return new Container(
                "c",
                "s",
                "name",
                0,
                state,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                reason,
                "message",
                "image",
                "id",
                Map.of());
    }

    private String reason(Container.State state, String said) {
        return kills.explained(container(state, said)).reason();
    }

    @Test
    void explainTheEndOfAContainer() {
        kills.add("c");

        assertThat(kills.explained(container(Container.State.EXITED, "Error")))
                .isEqualTo(container(Container.State.EXITED, "OOMKilled"));
        assertThat(reason(Container.State.EXITED, "Completed")).isEqualTo("OOMKilled");
    }

    @Test
    void explainNothingElse() {
        assertThat(reason(Container.State.EXITED, "Error")).isEqualTo("Error");
        kills.add("c");
        assertThat(reason(Container.State.EXITED, "StartError")).isEqualTo("StartError");
        assertThat(reason(Container.State.RUNNING, "")).isEmpty();
        kills.add("other");
        kills.forget("c");
        assertThat(reason(Container.State.EXITED, "Error")).isEqualTo("Error");
    }
}
