package dev.purser.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineStateTests {
    @TempDir Path directory;

    @Test
    void aMachineThatStopsGoesDown() throws InterruptedException {
        assertThat(new MachineState(directory, List.of("echo", "stopping")).isGoingDown()).isTrue();
    }

    @Test
    void aMachineThatRunsDoesNot() throws InterruptedException {
        assertThat(new MachineState(directory, List.of("echo", "running")).isGoingDown()).isFalse();
    }

    @Test
    void noneGoesDownWhereNobodyCanTell() throws InterruptedException {
        assertThat(
                        new MachineState(directory.resolve("absent"), List.of("echo", "stopping"))
                                .isGoingDown())
                .isFalse();
        assertThat(new MachineState(directory, List.of("/nonexistent/program")).isGoingDown())
                .isFalse();
    }
}
