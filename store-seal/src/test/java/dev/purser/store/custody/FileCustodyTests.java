package dev.purser.store.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.custody.Custody.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class FileCustodyTests extends CustodyContract {
    private final PrivateFiles files = new DurableFiles();

    @Override
    protected Custody custody() {
        return new FileCustody(new KeyPlace.InDirectory(directory.resolve("etc/keys")), files);
    }

    /// The key file is not where it was.
    @Override
    protected Custody strange() {
        return new FileCustody(
                new KeyPlace.InDirectory(directory.resolve("nowhere")),
                new DurableFilesWithout(directory.resolve("etc")));
    }

    private Owner owner(String id, String data) {
        return new Owner(id, directory.resolve(data).resolve("keys/custody.json"));
    }

    @Test
    void onlyTheOwnerMayReadFileAndDirectories() throws IOException {
        custody().keep(document(DOCUMENT), owner("aabbccdd", "data"));
        Path file = directory.resolve("etc/keys/aabbccdd.yaml");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(Files.readString(file)).contains("# id: aabbccdd").endsWith(DOCUMENT);
    }

    @Test
    void aFileThatOthersMayReadIsClosedToThem() throws IOException {
        ObjectNode kept = custody().keep(document(DOCUMENT), owner("aabbccdd", "data"));
        Path file = directory.resolve("etc/keys/aabbccdd.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(text(custody().fetch(kept, owner("aabbccdd", "data")))).isEqualTo(DOCUMENT);
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void theFileOfAnotherDataDirectoryIsNeverTouched() throws IOException {
        Path shared = directory.resolve("shared.yaml");
        Custody custody = new FileCustody(new KeyPlace.ExactFile(shared), files);
        custody.keep(document(DOCUMENT), owner("aabbccdd", "data"));
        String before = Files.readString(shared);
        assertThatThrownBy(() -> custody.keep(document("x"), owner("11223344", "other")))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("holds the keys of another data directory")
                .hasMessageContaining("data/keys/custody.json");
        assertThat(Files.readString(shared)).isEqualTo(before);
    }

    @Test
    void aMissingFileIsNamedWithTheWayOut() {
        ObjectNode kept = custody().keep(document(DOCUMENT), owner("aabbccdd", "data"));
        assertThatThrownBy(() -> strange().fetch(kept, owner("aabbccdd", "data")))
                .hasMessageContaining("nowhere/aabbccdd.yaml is missing")
                .hasMessageContaining("--key-file");
    }

    @Test
    void theRecordedFileIsFoundWhereverNewOnesWouldGo() {
        Owner owner = owner("aabbccdd", "data");
        ObjectNode kept = custody().keep(document(DOCUMENT), owner);
        Custody elsewhere =
                new FileCustody(new KeyPlace.InDirectory(directory.resolve("new")), files);
        assertThat(text(elsewhere.fetch(kept, owner))).isEqualTo(DOCUMENT);
        assertThat(elsewhere.isSettled(kept, owner)).isFalse();
    }

    @Test
    void aCopyDoesNotTakeTheOriginalsFileWithIt() throws IOException {
        Owner original = owner("aabbccdd", "data");
        Owner copy = owner("aabbccdd", "copy");
        ObjectNode kept = custody().keep(document(DOCUMENT), original);
        CustodyRecord record = new CustodyRecord("aabbccdd", FileCustody.NAME, kept, List.of());
        files.replace(original.record(), record.toJson());

        assertThat(custody().files(kept, original)).hasSize(1);
        assertThat(custody().files(kept, copy)).isEmpty();
        assertThat(custody().isSettled(kept, copy)).isTrue();

        files.remove(original.record()); // it was moved, then, and not copied
        assertThat(custody().files(kept, copy)).hasSize(1);
        assertThat(custody().isSettled(kept, copy)).isFalse();
    }

    /// A disk on which one directory has vanished.
    private record DurableFilesWithout(Path gone) implements PrivateFiles {
        @Override
        public Optional<byte[]> read(Path file) throws IOException {
            return file.startsWith(gone) ? Optional.empty() : new DurableFiles().read(file);
        }

        @Override
        public void replace(Path file, byte[] content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(Path file) {
            throw new UnsupportedOperationException();
        }
    }
}
