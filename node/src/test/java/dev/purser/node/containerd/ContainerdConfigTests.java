package dev.purser.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.node.containerd.ContainerdSettings.OomScores;
import dev.purser.node.containerd.ContainerdSettings.Snapshotter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerdConfigTests {
    private static final ContainerdLayout LAYOUT = new ContainerdLayout(Path.of("/d"));

    private static String text(OomScores scores) {
        return ContainerdConfig.text(
                LAYOUT,
                new ContainerdSettings(
                        "pause:1",
                        Path.of("/cni/conf"),
                        Path.of("/cni/bin"),
                        Path.of("/run/purser/nodes/purser01"),
                        Snapshotter.COPY,
                        scores));
    }

    @Test
    void everythingLiesInTheDirectory() {
        assertThat(text(OomScores.AS_ASKED))
                .contains("root = \"/d/root\"")
                .contains("state = \"/d/state\"")
                .contains("address = \"/d/containerd.sock\"")
                .contains("Root = \"/d/state/runc\"")
                .contains("BinaryName = \"/d/runc\"")
                .contains("bin_dir = \"/cni/bin\"")
                .contains("conf_dir = \"/cni/conf\"")
                .contains("sandbox_image = \"pause:1\"")
                .contains("snapshotter = \"native\"")
                .contains("restrict_oom_score_adj = false");
    }

    @Test
    void scoresAreRestrictedWhereTheProcessMayNotLowerThem() {
        assertThat(text(OomScores.RESTRICTED)).contains("restrict_oom_score_adj = true");
    }

    @Test
    void theOnlyTcpListenerIsOnLoopback() {
        assertThat(text(OomScores.AS_ASKED))
                .contains("stream_server_address = \"127.0.0.1\"")
                .doesNotContain("tcp_address")
                .doesNotContain("0.0.0.0");
    }

    @Test
    void tooLongAPathIsRefused() {
        Path path = Path.of("/" + "x".repeat(100));

        assertThatThrownBy(() -> new ContainerdLayout(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long for containerd's socket by 16 characters");
    }

    @Test
    void theCapabilityIsReadFromTheProcess(@TempDir Path directory) throws IOException {
        Path with = Files.writeString(directory.resolve("a"), "CapEff:\t000001ffffffffff\n");
        Path without = Files.writeString(directory.resolve("b"), "CapEff:\t000001fffeffffff\n");
        Path unknown = Files.writeString(directory.resolve("c"), "Name:\tjava\n");

        assertThat(HostAbilities.oomScores(with)).isEqualTo(OomScores.AS_ASKED);
        assertThat(HostAbilities.oomScores(without)).isEqualTo(OomScores.RESTRICTED);
        assertThat(HostAbilities.oomScores(unknown)).isEqualTo(OomScores.RESTRICTED);
    }
}
