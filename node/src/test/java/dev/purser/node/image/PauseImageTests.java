package dev.purser.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PauseImageTests {
    @Nested
    class Program {
        @TempDir Path directory;

        /// Where the code and its data are right, the process neither ends nor uses the processor.
        @Test
        @EnabledOnOs(OS.LINUX)
        void sleepsUntilItIsKilled() throws IOException, InterruptedException {
            Path file = directory.resolve("pause");
            Files.write(file, PauseProgram.forMachine(System.getProperty("os.arch")).toElf());
            assertThat(file.toFile().setExecutable(true)).isTrue();
            Process process = new ProcessBuilder(file.toString()).start();
            try {
                assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                assertThat(Files.readString(proc.resolve("stat"))).contains(") S ");
                assertThat(ignoredSignals(proc) >> 16 & 1).as("SIGCHLD, number 17").isEqualTo(1);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }

        private static long ignoredSignals(Path proc) throws IOException {
            return Files.readAllLines(proc.resolve("status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void theArmProgramLoadsTheAddressOfItsDataAndLoops() {
            ByteBuffer code =
                    ByteBuffer.wrap(PauseProgram.AARCH64.code()).order(ByteOrder.LITTLE_ENDIAN);
            int adr = code.getInt(2 * Integer.BYTES);
            int offset = (adr >> 5 & 0x7ffff) << 2 | adr >> 29 & 3;
            int branch = code.getInt(12 * Integer.BYTES);

            assertThat(2 * Integer.BYTES + offset).isEqualTo(code.capacity());
            assertThat(branch << 6 >> 6).as("words to jump").isEqualTo(-6);
        }

        @Test
        void thereIsNoneForOtherMachines() {
            assertThatThrownBy(() -> PauseProgram.forMachine("s390x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("s390x");
        }
    }

    @Nested
    class Archive {
        @Test
        void isAlwaysTheSame() {
            assertThat(PauseImage.archive("amd64")).isEqualTo(PauseImage.archive("amd64"));
        }

        @Test
        void namesImageAndArchitecture() {
            String text = new String(PauseImage.archive("aarch64"), StandardCharsets.ISO_8859_1);

            assertThat(text)
                    .contains("manifest.json")
                    .contains("[\"purser.dev/pause:1\"]")
                    .contains("\"architecture\":\"arm64\"");
        }
    }

    @Nested
    class Tar {
        @TempDir Path directory;

        @Test
        void isReadByTheSystemsTar() throws IOException, InterruptedException {
            byte[] content = "hello".getBytes(StandardCharsets.UTF_8);
            Path file = directory.resolve("a.tar");
            Files.write(file, new TarArchive().add("a.txt", 0755, content).toBytes());

            Process tar = new ProcessBuilder("tar", "-tvf", file.toString()).start();
            String listing =
                    new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(tar.waitFor()).isZero();
            assertThat(listing).startsWith("-rwxr-xr-x 0/0").endsWith(" a.txt\n");
        }
    }
}
