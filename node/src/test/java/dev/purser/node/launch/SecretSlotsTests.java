package dev.purser.node.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.environment.Environment;
import dev.purser.node.environment.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SecretSlotsTests {
    private static final String ODD = "a\"b\\c/d&e\nf\tg.h*i$j\u0001k\u00e4l\ud83d\ude00m'n";

    @TempDir Path directory;

    private SecretSlots slots;

    @BeforeEach
    void make() {
        slots = slots(SecretSlots.Filling.DONE);
    }

    private SecretSlots slots(SecretSlots.Filling filling) {
        return new SecretSlots(directory.resolve("slots"), filling, new Random(8));
    }

    private static Environment environment(String value) {
        return new Environment(
                List.of(Variable.plain("A", "plain"), new Variable("B", value, true)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void secretValuesAreHidden() throws IOException {
        Environment hidden = slots.hide(environment("value"), "uid", "app");
        assertThat(hidden.asMap()).containsEntry("A", "plain");
        assertThat(hidden.asMap().get("B")).matches("purser-slot-[0-9a-f]{32}\\.1\\.");
    }

    @Test
    void valuesComeBackAsTheyWere() throws Exception {
        String hidden = slots.hide(environment(ODD), "uid", "app").asMap().get("B");
        Process sed =
                new ProcessBuilder("sed", "-f", files().getFirst().toString())
                        .redirectErrorStream(true)
                        .start();
        sed.getOutputStream()
                .write(("[\"x" + hidden + "y" + hidden + "\"]").getBytes(StandardCharsets.UTF_8));
        sed.getOutputStream().close();
        byte[] output = sed.getInputStream().readAllBytes();
        assertThat(sed.waitFor()).isZero();
        assertThat(JsonMapper.shared().readTree(output).get(0).asString())
                .isEqualTo("x" + ODD + "y" + ODD);
    }

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        slots.hide(environment("value"), "uid", "app");
        Path file = files().getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (Path above = file.getParent(); !above.equals(directory); above = above.getParent()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(above)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aNewLifeOfAContainerForgetsTheOldOne() throws IOException {
        String first = slots.hide(environment("one"), "uid", "app").asMap().get("B");
        String second = slots.hide(environment("two"), "uid", "app").asMap().get("B");
        assertThat(first).isNotEqualTo(second);
        assertThat(files())
                .singleElement()
                .satisfies(file -> assertThat(file).content().contains("two"));
        slots.hide(new Environment(List.of(Variable.plain("A", "1"))), "uid", "app");
        assertThat(files()).isEmpty();
    }

    @Test
    void nothingIsHiddenFromARuntimeThatDoesNotFill() throws IOException {
        Environment plain = environment("value");
        assertThat(slots(SecretSlots.Filling.LACKING).hide(plain, "uid", "app")).isEqualTo(plain);
        assertThat(files()).isEmpty();
    }

    @Test
    void aPodIsForgotten() throws IOException {
        slots.hide(environment("one"), "uid", "app");
        slots.hide(environment("two"), "uid", "other");
        slots.hide(environment("three"), "uid2", "app");
        slots.forget("uid");
        slots.forget("uid");
        assertThat(files()).hasSize(1);
        assertThat(directory.resolve("slots").resolve("uid")).doesNotExist();
    }
}
