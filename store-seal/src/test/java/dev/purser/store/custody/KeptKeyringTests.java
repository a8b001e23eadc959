package dev.purser.store.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptKeyringTests {
    private static final String DOCUMENT = "keys: []\n";

    @TempDir Path directory;

    private Path record(int run) {
        return directory.resolve("run" + run + "/data/keys/custody.json");
    }

    private KeptKeyring kept(int run, PrivateFiles files) {
        return new KeptKeyring(record(run), files, new SecureRandom());
    }

    private Custody custody(String name, int run, PrivateFiles files) {
        SecretSource secret =
                () -> SecretBytes.of("a".repeat(40).getBytes(StandardCharsets.US_ASCII));
        return switch (name) {
            case "file" ->
                    new FileCustody(
                            new KeyPlace.InDirectory(directory.resolve("run" + run + "/etc")),
                            files);
            case "file2" ->
                    new FileCustody(
                            new KeyPlace.InDirectory(directory.resolve("run" + run + "/etc2")),
                            files);
            case "passphrase" ->
                    new PassphraseCustody(
                            secret, secret, new Argon2Cost(64, 1, 1), new SecureRandom());
            default -> new CredentialCustody("c", secret, new SecureRandom());
        };
    }

    /// By what the record says, as a start does it.
    private Custody recorded(int run) {
        CustodyRecord record = kept(run, new DurableFiles()).record().orElseThrow();
        if (!record.custody().equals("file")) {
            return custody(record.custody(), run, new DurableFiles());
        }
        return new FileCustody(
                new KeyPlace.ExactFile(FileCustody.file(record.kept())), new DurableFiles());
    }

    private static SecretBytes document() {
        return SecretBytes.of(DOCUMENT.getBytes(StandardCharsets.UTF_8));
    }

    private String read(int run) {
        try (SecretBytes read = kept(run, new DurableFiles()).fetch(recorded(run))) {
            return new String(read.bytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "file, passphrase",
        "passphrase, file",
        "file, file2",
        "passphrase, credential",
        "credential, passphrase",
        "file, file"
    })
    void aMoveMayBeKilledAnywhere(String from, String to) throws IOException {
        int run = 0;
        boolean killed = true;
        while (killed) {
            kept(run, new DurableFiles())
                    .establish(custody(from, run, new DurableFiles()), document());
            AtomicInteger left = new AtomicInteger(run);
            PrivateFiles files = new CrashingFiles(() -> left.getAndDecrement() <= 0);
            killed = false;
            try {
                kept(run, files).move(custody(from, run, files), custody(to, run, files));
            } catch (CustodyException _) {
                killed = true;
            }
            assertThat(read(run)).as("killed at step %d", run).isEqualTo(DOCUMENT);
            KeptKeyring again = kept(run, new DurableFiles());
            again.move(recorded(run), custody(to, run, new DurableFiles()));
            assertThat(read(run)).isEqualTo(DOCUMENT);
            assertThat(outside(run))
                    .as("killed at step %d", run)
                    .hasSize(to.startsWith("file") ? 1 : 0);
            run++;
        }
        assertThat(run).isGreaterThan(2);
    }

    private List<Path> outside(int run) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("run" + run))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    @Test
    void aFirstStartMayBeKilledAnywhere() {
        int run = 0;
        boolean killed = true;
        while (killed) {
            AtomicInteger left = new AtomicInteger(run);
            PrivateFiles files = new CrashingFiles(() -> left.getAndDecrement() <= 0);
            killed = false;
            try {
                kept(run, files).establish(custody("file", run, files), document());
            } catch (CustodyException _) {
                killed = true;
            }
            KeptKeyring again = kept(run, new DurableFiles());
            if (again.record().isEmpty()) {
                again.establish(custody("file", run, new DurableFiles()), document());
            }
            assertThat(read(run)).isEqualTo(DOCUMENT);
            run++;
        }
    }

    @Test
    void aSecondFirstDocumentIsRefused() {
        kept(0, new DurableFiles()).establish(custody("file", 0, new DurableFiles()), document());
        assertThatThrownBy(() ->
                        kept(0, new DurableFiles())
                                .establish(
                                        custody("passphrase", 0, new DurableFiles()), document()))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void aDamagedRecordIsNotTakenForNone() throws IOException {
        Files.createDirectories(record(0).getParent());
        Files.writeString(record(0), "{\"kind\":\"KeyCustody\"");
        assertThatThrownBy(() -> kept(0, new DurableFiles()).record())
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void discardingRemovesWhatIsOutsideOnly() throws IOException {
        KeptKeyring kept = kept(0, new DurableFiles());
        kept.establish(custody("file", 0, new DurableFiles()), document());
        assertThat(kept.discard()).hasSize(1);
        assertThat(outside(0)).isEmpty();
        assertThat(record(0)).exists();
    }
}
