package dev.purser.app.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTests {
    @TempDir Path root;

    private DataDirectory directory;

    @BeforeEach
    void make() throws IOException {
        directory = new DataDirectory(root.resolve("data"));
        directory.create();
    }

    @Test
    void isHadByOneAtATime() throws IOException {
        try (InstanceLock _ = InstanceLock.tryAcquire(directory).orElseThrow()) {
            assertThat(InstanceLock.tryAcquire(directory)).isEmpty();
        }
        assertThat(InstanceLock.tryAcquire(directory)).isPresent();
    }

    @Test
    void tellsWhoHasIt() throws IOException {
        assertThat(InstanceLock.holder(directory)).isEmpty();
        try (InstanceLock _ = InstanceLock.tryAcquire(directory).orElseThrow()) {
            assertThat(InstanceLock.holder(directory)).hasValue(ProcessHandle.current().pid());
        }
        assertThat(InstanceLock.holder(directory)).isEmpty();
    }

    @Test
    void theDataDirectoryIsPrivate() throws IOException {
        assertThat(Files.getPosixFilePermissions(directory.root())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(directory.keys())).hasSize(3);
    }

    @Test
    void anInstanceIsReadAsItWasWritten() throws IOException {
        assertThat(Instance.read(directory)).isEmpty();
        Instance instance = new Instance(Instance.Mode.FULL, "https://127.0.0.1:6443", "node-1");
        instance.write(directory);
        assertThat(Instance.read(directory)).contains(instance);
        Files.writeString(directory.instance(), "{broken");
        assertThat(Instance.read(directory)).isEmpty();
    }
}
