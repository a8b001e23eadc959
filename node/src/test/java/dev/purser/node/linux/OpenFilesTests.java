package dev.purser.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTests {
    @TempDir Path directory;

    private final OpenFiles files = new OpenFiles();

    @Test
    void aFileIsWrittenWhileAWriterHasIt() throws IOException {
        Path file = directory.resolve("file");
        try (OutputStream writer = Files.newOutputStream(file)) {
            writer.write(1);
            assertThat(files.isWritten(file)).isTrue();
        }
        try (InputStream reader = Files.newInputStream(file)) {
            assertThat(reader.read()).isEqualTo(1);
            assertThat(files.isWritten(file)).isFalse();
        }
    }

    @Test
    void whoOpensItMeanwhileIsNotDisturbed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Thread asking =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 20_000; i++) {
                                files.isWritten(file);
                            }
                        });
        int written = 0;
        while (asking.isAlive() || written == 0) {
            Files.writeString(file, "text");
            written++;
        }
        asking.join();
        assertThat(file).hasContent("text");
    }

    @Test
    void whatIsNoFileIsNotWritten() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        assertThat(files.isWritten(link)).isFalse();
        assertThat(files.isWritten(directory.resolve("absent"))).isFalse();
        assertThat(files.isWritten(directory)).isFalse();
    }
}
