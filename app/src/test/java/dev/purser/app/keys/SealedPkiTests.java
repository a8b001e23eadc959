package dev.purser.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.app.data.DataDirectory;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.FileSeal;
import dev.purser.server.pki.KeyFilesAtRest.KeyFile;
import dev.purser.server.pki.PkiException;
import dev.purser.server.pki.ServingNames;
import dev.purser.store.custody.CrashingFiles;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.DurableFiles;
import dev.purser.store.custody.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedPkiTests {
    private static final ServingNames NAMES = new ServingNames(Set.of("h"), Set.of());

    @TempDir Path root;

    private final SecureRandom random = new SecureRandom();
    private DataDirectory directory;
    private DefaultKeys keys;

    @BeforeEach
    void make() throws IOException {
        directory = new DataDirectory(root.resolve("data"));
        directory.create();
        keys = keys("keys");
    }

    private DefaultKeys keys(String place) {
        PrivateFiles files = new DurableFiles();
        Custodies custodies =
                new Custodies(CustodySettings.inDirectory(root.resolve(place)), files, random);
        return DefaultKeys.open(directory, custodies, files, random, Optional::empty);
    }

    private SealedPki pki(PrivateFiles disk) {
        return new SealedPki(directory, keys, disk, random);
    }

    private SealedPki pki() {
        return pki(new DurableFiles());
    }

    private static List<PublicKey> keysOf(ClusterPki pki) {
        return List.of(
                pki.authority().getPublicKey(),
                pki.serviceAccountKey().getPublic(),
                pki.serving().certificate().getPublicKey(),
                pki.client(ClientSubject.admin()).certificate().getPublicKey());
    }

    /// As an earlier version left it, with the remains of a write that was killed.
    private List<PublicKey> plain() throws IOException {
        List<PublicKey> made =
                keysOf(ClusterPki.open(directory.pki(), NAMES, Clock.systemUTC(), random));
        Files.copy(directory.pki().resolve("ca.key"), directory.pki().resolve(".ca.key17.new"));
        return made;
    }

    private List<PublicKey> opened(FileSeal seal) {
        return keysOf(ClusterPki.open(directory.pki(), NAMES, Clock.systemUTC(), random, seal));
    }

    private List<Path> inPlain() throws IOException {
        try (Stream<Path> files = Files.walk(directory.root())) {
            return files.filter(Files::isRegularFile).filter(SealedPkiTests::hasKey).toList();
        }
    }

    private static boolean hasKey(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains("PRIVATE KEY");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void newKeysAreSealedFromTheirFirstWriteOn() throws IOException {
        List<PublicKey> made = opened(pki().seal());
        assertThat(inPlain()).isEmpty();
        assertThat(pki().files())
                .extracting(KeyFile::name)
                .containsExactly(
                        "apiserver.pem", "ca.key", "kubernetes-admin.pem", "service-account.key");
        assertThat(pki().files()).allMatch(KeyFile::current);
        assertThat(opened(pki().seal())).isEqualTo(made);
    }

    @Test
    void theKeysOfAnEarlierVersionAreSealedWhereverTheStartIsKilled() throws IOException {
        List<PublicKey> made = plain();
        assertThat(inPlain()).hasSize(5);
        boolean killed = true;
        int step = 0;
        for (; killed; step++) {
            AtomicInteger left = new AtomicInteger(step);
            try {
                pki(new CrashingFiles(() -> left.getAndDecrement() <= 0)).settle();
                killed = false;
            } catch (CustodyException _) {
                killed = true;
            }
            assertThat(opened(pki().seal())).as("step %d", step).isEqualTo(made);
        }
        assertThat(step).as("steps").isGreaterThan(2);
        assertThat(inPlain()).isEmpty();
        assertThat(directory.pki().resolve(".ca.key17.new")).doesNotExist();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.pki().resolve("ca.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsSealedAlreadyIsLeftAlone() {
        opened(pki().seal());
        pki(new CrashingFiles(() -> true)).settle();
        assertThat(pki().files()).hasSize(4);
    }

    @Test
    void foreignFilesStayAsTheyAre() throws IOException {
        plain();
        Path foreign = directory.pki().resolve("mine.key");
        Files.copy(directory.pki().resolve("ca.key"), foreign);
        pki().settle();
        assertThat(inPlain()).containsExactly(foreign);
    }

    @Test
    void otherKeysOpenNothing() throws IOException {
        opened(pki().seal());
        Files.delete(directory.custody());
        FileSeal others =
                new SealedPki(directory, keys("others"), new DurableFiles(), random).seal();
        assertThatThrownBy(() -> opened(others))
                .isInstanceOf(PkiException.class)
                .hasMessageMatching(
                        "pki/ca.key is sealed with aesgcm key-[0-9a-f]{8}, and that key is not there: put it back from a backup of the keys");
        assertThatThrownBy(() -> ClusterPki.open(directory.pki(), NAMES, Clock.systemUTC(), random))
                .isInstanceOf(PkiException.class)
                .hasMessageEndingWith("ca.key is sealed, and no keys were given to open it");
    }

    @Test
    void noFileCanTakeAnothersPlace() throws IOException {
        opened(pki().seal());
        Files.delete(directory.pki().resolve("ca.key"));
        Files.copy(
                directory.pki().resolve("service-account.key"), directory.pki().resolve("ca.key"));
        assertThatThrownBy(() -> opened(pki().seal()))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("cannot decrypt pki/ca.key");
    }

    @Test
    void whoeverChangesAKeyKeepsARotationWaiting() throws Exception {
        plain();
        Thread rotation = Thread.ofPlatform().unstarted(() -> pki().sealAnew());
        try (PkiLock _ = PkiLock.acquire(directory)) {
            rotation.start();
            while (rotation.getState() != Thread.State.TIMED_WAITING) {
                assertThat(rotation.isAlive()).as("waits").isTrue();
                Thread.onSpinWait();
            }
            assertThat(inPlain()).hasSize(5);
        }
        rotation.join();
        assertThat(inPlain()).isEmpty();
    }
}
