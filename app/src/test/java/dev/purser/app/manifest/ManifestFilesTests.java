package dev.purser.app.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTests {
    private static final String CONFIG_MAP =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}\n";

    @TempDir Path directory;

    private void write(String file, String content) throws IOException {
        Files.createDirectories(directory.resolve(file).getParent());
        Files.writeString(directory.resolve(file), content);
    }

    @Nested
    class OfADirectory {
        @Test
        void areReadInTheOrderOfNames() throws IOException {
            write("b.yaml", CONFIG_MAP.formatted("second"));
            write(
                    "a.json",
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"first\"}}");
            write("notes.txt", "not a manifest");

            assertThat(ManifestFiles.read(directory))
                    .extracting(KubeObject::name)
                    .containsExactly("first", "second");
        }

        @Test
        void beginWithNamespaces() throws IOException {
            write("a.yaml", CONFIG_MAP.formatted("inside"));
            write("z.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: agents}}");

            assertThat(ManifestFiles.read(directory))
                    .extracting(KubeObject::name)
                    .containsExactly("agents", "inside");
        }

        @Test
        void areThoseOfItsBaseWhenItHasNone() throws IOException {
            write("base/a.yaml", CONFIG_MAP.formatted("base"));
            write("base/kustomization.yaml", "resources: [a.yaml]");
            write("overlays/dev/kustomization.yaml", "resources: [../../base]");

            assertThat(ManifestFiles.read(directory))
                    .extracting(KubeObject::name)
                    .containsExactly("base");
        }

        @Test
        void areMissedWithAClearError() {
            assertThatThrownBy(() -> ManifestFiles.read(directory))
                    .isInstanceOf(ManifestException.class)
                    .hasMessageContaining("there are no manifests in");
        }
    }

    @Nested
    class OfAFile {
        @Test
        void mayBeManyDocumentsAndLists() throws IOException {
            String list =
                    "apiVersion: v1\nkind: List\nitems:\n- " + CONFIG_MAP.formatted("in-list");
            write("all.yaml", "---\n" + CONFIG_MAP.formatted("one") + "---\n---\n" + list);

            assertThat(ManifestFiles.read(directory.resolve("all.yaml")))
                    .extracting(KubeObject::name)
                    .containsExactly("one", "in-list");
        }

        @Test
        void isReadAsKubectlReadsIt() throws IOException {
            write(
                    "octal.yaml",
                    "apiVersion: v1\nkind: X\nmetadata: {name: x}\nmode: 0400\non: yes\n");

            KubeObject object = ManifestFiles.read(directory.resolve("octal.yaml")).getFirst();
            assertThat(object.json().path("mode").asInt()).isEqualTo(256);
            assertThat(object.json().path("true").asBoolean()).isTrue();
        }

        @Test
        void thatIsNoYamlIsNamedInTheError() throws IOException {
            write("bad.yaml", "a: [unclosed");

            assertThatThrownBy(() -> ManifestFiles.read(directory.resolve("bad.yaml")))
                    .isInstanceOf(ManifestException.class)
                    .hasMessageContaining("bad.yaml")
                    .hasMessageContaining("is not YAML");
        }

        @Test
        void withoutAKindIsNamedInTheError() throws IOException {
            write("bad.yaml", "metadata: {name: x}");

            assertThatThrownBy(() -> ManifestFiles.read(directory.resolve("bad.yaml")))
                    .isInstanceOf(ManifestException.class)
                    .hasMessageContaining("bad.yaml has a document without apiVersion and kind");
        }
    }
}
