package dev.purser.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script in front of runc, with a runc that shows what it was called with.
class SlotFillingTests {
    private static final String SLOT = "purser-slot-0123456789abcdef0123456789abcdef";

    @TempDir Path directory;

    private ContainerdLayout layout;
    private Path bundle;

    private record Outcome(int exitCode, List<String> output) {}

    @BeforeEach
    void install() throws IOException {
        layout = new ContainerdLayout(Files.createDirectory(directory.resolve("it's here")));
        Path place = Files.createDirectories(layout.slots().resolve("uid").resolve("app"));
        Files.writeString(
                place.resolve(SLOT),
                "s/%1$s\\.0\\./a\\/b\\&c\\\\n\\\\\"d\\\\\\\\/\ns/%1$s\\.10\\./ten/g\n"
                        .formatted(SLOT));
        SlotFilling.write(layout);
        bundle = Files.createDirectory(directory.resolve("bundle"));
        Path runc = Files.createDirectory(directory.resolve("bin")).resolve("runc");
        Files.writeString(
                runc,
                """
                #!/bin/sh
                previous=
                for word in "$@"; do
                  echo "$word"
                  [ "$previous" != --process ] || { echo "process:"; cat "$word"; echo; stat -L -c "%a %h" "$word"; }
                  previous=$word
                done
                exit 7
                """);
        Files.setPosixFilePermissions(runc, PosixFilePermissions.fromString("rwx------"));
    }

    private Outcome call(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(layout.runc().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .merge(
                        "PATH",
                        directory.resolve("bin").toString(),
                        (old, more) -> more + ":" + old);
        Process process = builder.start();
        List<String> output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        return new Outcome(process.waitFor(), output);
    }

    private static String json(String value) {
        return "{\"process\":{\"env\":[\"A=%s\"]}}".formatted(value);
    }

    @Test
    void aContainersDescriptionIsFilled() throws Exception {
        Path config = bundle.resolve("config.json");
        Files.writeString(config, json("x%1$s.0.y%1$s.10.z".formatted(SLOT)));
        Outcome outcome =
                call("--root", "/r", "create", "--bundle", bundle.toString(), "--no-pivot", "id");
        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.output())
                .containsExactly(
                        "--root",
                        "/r",
                        "create",
                        "--bundle",
                        bundle.toString(),
                        "--no-pivot",
                        "id");
        assertThat(config).hasContent(json("xa/b&c\\n\\\"d\\\\ytenz"));
    }

    @Test
    void aFurtherProcessIsFilledInACopy() throws Exception {
        Path process = directory.resolve("runc process 1");
        Files.writeString(process, json(SLOT + ".10."));
        Outcome outcome = call("exec", "--process", process.toString(), "--detach", "a b");
        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.output())
                .startsWith("exec", "--process")
                .endsWith("process:", json("ten"), "600 0", "--detach", "a b");
        assertThat(outcome.output().get(2)).isEqualTo("/proc/self/fd/3");
        assertThat(process).hasContent(json(SLOT + ".10."));
        try (Stream<Path> files = Files.list(layout.slots())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("uid");
        }
    }

    /// Between the making and the unmaking of the copy's name: here whoever takes the name away
    /// kills the script.
    @Test
    void ofAKilledCopyOnlyAnEmptyFileIsLeftAmongTheContainersSlots() throws Exception {
        Path rm = directory.resolve("bin").resolve("rm");
        Files.writeString(rm, "#!/bin/sh\nkill -9 $PPID\n");
        Files.setPosixFilePermissions(rm, PosixFilePermissions.fromString("rwx------"));
        Path process = directory.resolve("runc process 1");
        Files.writeString(process, json(SLOT + ".10."));

        assertThat(call("exec", "--process", process.toString(), "id").exitCode()).isEqualTo(137);

        try (Stream<Path> files = Files.list(layout.slots())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("uid");
        }
        try (Stream<Path> files = Files.list(layout.slots().resolve("uid").resolve("app"))) {
            assertThat(files.filter(file -> !file.endsWith(SLOT)))
                    .singleElement()
                    .satisfies(left -> assertThat(left).isEmptyFile());
        }
    }

    @Test
    void everythingElseGoesThroughAsItIs() throws Exception {
        assertThat(call("delete", "--force", "create").output())
                .containsExactly("delete", "--force", "create");
        Path config = bundle.resolve("config.json");
        Files.writeString(config, json("plain"));
        assertThat(call("create", "--bundle", bundle.toString(), "id").exitCode()).isEqualTo(7);
        assertThat(config).hasContent(json("plain"));
    }

    @Test
    void slotsWithoutValuesEndInAnError() throws Exception {
        String other = SLOT.replace("0123", "ffff");
        Files.writeString(bundle.resolve("config.json"), json(other + ".0."));
        Outcome outcome = call("create", "--bundle", bundle.toString(), "id");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .containsExactly("the secret values of this container are gone");
    }
}
