package dev.purser.node.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.schema.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTests {
    private static final Schemas SCHEMAS = Schemas.load();

    @TempDir Path directory;
    private final List<String> problems = new ArrayList<>();

    private ManifestFiles files(Path path) {
        return new ManifestFiles(
                path, new StaticPodReader("n", SCHEMAS, InstantSource.system()), problems::add);
    }

    private void write(String file, String name, String image) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: c, image: %s}]}\n"
                        .formatted(name, image));
    }

    @Test
    void hiddenFilesAndDirectoriesAreLeftOut() throws IOException {
        write("a.yaml", "a", "i");
        write(".b.yaml", "b", "i");
        Files.createDirectory(directory.resolve("c"));
        write("c/d.yaml", "d", "i");

        assertThat(files(directory).pods().keySet()).containsExactly("default/a-n");
        assertThat(problems).isEmpty();
    }

    @Test
    void aBadFileHarmsNoOtherAndIsToldOfOnce() throws IOException {
        write("a.yaml", "a", "i");
        Files.writeString(directory.resolve("b.yaml"), "nonsense");
        ManifestFiles files = files(directory);

        assertThat(files.pods().keySet()).containsExactly("default/a-n");
        assertThat(files.pods().keySet()).containsExactly("default/a-n");
        assertThat(problems).hasSize(1).first().asString().contains("b.yaml: couldn't parse");
    }

    @Test
    void aFileThatBecomesBadKeepsItsPodUntilItGoes() throws IOException {
        write("a.yaml", "a", "i");
        ManifestFiles files = files(directory);
        String uid = files.pods().get("default/a-n").uid();

        Files.writeString(directory.resolve("a.yaml"), "nonsense");
        assertThat(files.pods().get("default/a-n").uid()).isEqualTo(uid);
        write("a.yaml", "a", "other");
        assertThat(files.pods().get("default/a-n").uid()).isNotEqualTo(uid);
        Files.delete(directory.resolve("a.yaml"));
        assertThat(files.pods()).isEmpty();
    }

    @Test
    void oneFileMayBeGivenAndNeedNotExist() throws IOException {
        write("a.yaml", "a", "i");
        write("b.yaml", "b", "i");

        assertThat(files(directory.resolve("b.yaml")).pods().keySet())
                .containsExactly("default/b-n");
        assertThat(files(directory.resolve("absent")).pods()).isEmpty();
    }

    @Test
    void ofTwoWithTheSameNameTheLaterFileCounts() throws IOException {
        write("b.yaml", "a", "second");
        write("a.yaml", "a", "first");

        assertThat(
                        files(directory)
                                .pods()
                                .get("default/a-n")
                                .spec()
                                .path("containers")
                                .path(0)
                                .path("image")
                                .asString(""))
                .isEqualTo("second");
    }
}
