package dev.purser.app.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the whole machine goes down, as systemd tells it. Without systemd it never seems to.
///
/// @param systemd exists where systemd runs
/// @param question a command whose output is `stopping` while the machine goes down
public record MachineState(Path systemd, List<String> question) {
    private static final Logger LOG = LoggerFactory.getLogger(MachineState.class);
    private static final int ANSWER_SECONDS_MAX = 2;

    public MachineState {
        question = List.copyOf(question);
    }

    /// Of this machine.
    public static MachineState ofSystemd() {
        return new MachineState(
                Path.of("/run/systemd/system"), List.of("systemctl", "is-system-running"));
    }

    public boolean isGoingDown() throws InterruptedException {
        if (!Files.isDirectory(systemd)) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(question).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.strip().equals("stopping");
        } catch (IOException e) {
            LOG.warn("systemd cannot be asked whether the machine goes down", e);
            return false;
        }
    }
}
