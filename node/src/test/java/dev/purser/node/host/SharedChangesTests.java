package dev.purser.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedChangesTests {
    @TempDir Path root;

    private final AtomicInteger undone = new AtomicInteger();
    private Path forwarding;
    private Path home;

    @BeforeEach
    void makeMachine() throws IOException {
        forwarding = root.resolve("proc/sys/net/ipv4/ip_forward");
        Files.createDirectories(forwarding.getParent());
        Files.writeString(forwarding, "0\n");
        Files.createDirectories(root.resolve("sys/class/net/eth0"));
        Files.createDirectories(root.resolve("run"));
        home = Files.createDirectories(root.resolve("home"));
    }

    private SharedChanges changes() {
        return new SharedChanges(root);
    }

    private void changeMachine() throws IOException {
        Files.writeString(forwarding, "1");
        Files.createDirectories(root.resolve("run/containerd/s"));
    }

    private void leave(String user) throws IOException, InterruptedException {
        changes().leave(user, undone::incrementAndGet);
    }

    @Test
    void theLastOnePutsEverythingBack() throws Exception {
        changes().join("a", home);
        changeMachine();
        changes().join("b", home);

        leave("a");
        assertThat(forwarding).hasContent("1");
        assertThat(undone).hasValue(0);

        leave("b");
        assertThat(forwarding).hasContent("0");
        assertThat(undone).hasValue(1);
        assertThat(root.resolve("run")).isEmptyDirectory();
    }

    @Test
    void whatWasThereBeforeStays() throws Exception {
        changeMachine();
        changes().join("a", home);

        leave("a");

        assertThat(forwarding).hasContent("1");
        assertThat(root.resolve("run/containerd/s")).isDirectory();
    }

    @Test
    void whatOthersUseStays() throws Exception {
        changes().join("a", home);
        changeMachine();
        Files.createDirectories(root.resolve("sys/class/net/docker0/bridge"));
        Files.createFile(root.resolve("run/containerd/s/theirs"));

        leave("a");

        assertThat(forwarding).hasContent("1");
        assertThat(root.resolve("run/containerd/s/theirs")).exists();
        assertThat(root.resolve("run/purser")).doesNotExist();
    }

    @Test
    void oneWhoseDirectoryIsGoneIsNotWaitedFor() throws Exception {
        Path gone = Files.createDirectories(root.resolve("gone"));
        changes().join("gone", gone);
        changeMachine();
        Files.delete(gone);
        changes().join("a", home);

        leave("a");

        assertThat(forwarding).hasContent("0");
    }

    @Test
    void joiningAgainChangesNothing() throws Exception {
        changes().join("a", home);
        changeMachine();
        Files.createFile(changes().place("a").resolve("runc-process1"));
        changes().join("a", home);

        leave("a");

        assertThat(forwarding).hasContent("0");
        assertThat(root.resolve("run")).isEmptyDirectory();
    }

    @Test
    void leavingAfterTheMachineRestartedIsNothing() throws Exception {
        leave("a");

        assertThat(undone).hasValue(0);
        assertThat(root.resolve("run")).isEmptyDirectory();
    }
}
