package dev.purser.node.volume;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A directory whose files are replaced all at once.
///
/// ```
/// app.conf -> ..data/app.conf                  what containers open
/// ..data -> ..2026_11_23_01_30_00.123456789    the one link that a swap replaces
/// ..2026_11_23_01_30_00.123456789/app.conf     the files
/// ```
///
/// This is the protocol of Kubernetes' volumes, and programs rely on it: they watch for the rename
/// onto `..data`. Whoever opens `..data` once sees one state, wholly old or wholly new. A process
/// that dies at any point leaves the old or the new state, and the next [#write] clears away what
/// it left half done. Not thread-safe.
final class AtomicDirectory {
    private static final String DATA = "..data";
    private static final String NEW_DATA = "..data_tmp";
    private static final String RESERVED = "..";
    private static final int DIRECTORY_MODE = 0755;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("'..'yyyy_MM_dd_HH_mm_ss'.'").withZone(ZoneOffset.UTC);

    private final Path root;
    private final PodOwnership ownership;
    private final VolumeFiles files;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param root exists already
    AtomicDirectory(Path root, PodOwnership ownership, VolumeHost host) {
        this.root = root;
        this.ownership = ownership;
        this.files = host.files();
        this.clock = host.timers();
        this.random = host.random();
    }

    /// Whether some state was written before.
    boolean isFilled() throws IOException {
        return files.readLink(root.resolve(DATA)).isPresent();
    }

    /// A state that was shown whole, with all its links.
    ///
    /// @param name of the directory that holds the files
    record Shown(SortedMap<String, FileProjection> payload, String name) {}

    /// What came of showing a state.
    ///
    /// @param changed whether anything that a reader sees is another than before
    record Outcome(Shown shown, boolean changed) {}

    /// Makes these the files of the directory, and clears away what was there before.
    ///
    /// @return whether anything that a reader sees is another than before; equal content is not
    ///   written again
    boolean write(SortedMap<String, FileProjection> payload) throws IOException {
        boolean changed = show(payload).changed();
        tidy();
        return changed;
    }

    /// Whether a state that was shown whole is the wanted one, and shown still: one look at a link,
    /// where [#show] reads every file.
    boolean stillShows(Shown last, SortedMap<String, FileProjection> payload) throws IOException {
        return last.payload().equals(ProjectedPath.clean(payload))
                && files.readLink(root.resolve(DATA)).filter(last.name()::equals).isPresent();
    }

    /// Makes these the files of the directory. When that fails, what readers see is the old state
    /// or the new, and what was made in vain is cleared away if possible.
    ///
    /// @param payload by path relative to the directory
    /// @throws IllegalArgumentException when a path leads out of the directory or into its reserved
    ///   names
    Outcome show(SortedMap<String, FileProjection> payload) throws IOException {
        SortedMap<String, FileProjection> clean = ProjectedPath.clean(payload);
        try {
            Optional<String> current = files.readLink(root.resolve(DATA));
            boolean changes = current.isEmpty() || !shows(root.resolve(current.get()), clean);
            String shown = changes ? swapIn(clean) : current.orElseThrow();
            linkVisibleNames(clean);
            return new Outcome(new Shown(clean, shown), changes);
        } catch (IOException e) {
            tidyAfter(e);
            throw e;
        }
    }

    /// A full disk must not become fuller with every attempt.
    private void tidyAfter(IOException failure) {
        try {
            tidy();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Removes what neither the state that is shown nor the protocol needs: links to files that are
    /// gone, the state before, and what a process that died has left.
    void tidy() throws IOException {
        Optional<String> shown = files.readLink(root.resolve(DATA));
        Set<String> kept = new TreeSet<>(Set.of(DATA));
        if (shown.isPresent()) {
            kept.add(shown.get());
            files.list(root.resolve(shown.get())).forEach(entry -> kept.add(entry.name()));
        }
        for (VolumeFiles.Entry entry : files.list(root)) {
            if (!kept.contains(entry.name()) && isOurs(entry)) {
                files.deleteTree(root.resolve(entry.name()));
            }
        }
    }

    private boolean shows(Path directory, SortedMap<String, FileProjection> payload)
            throws IOException {
        Set<String> present = new TreeSet<>();
        collectFiles(directory, "", present);
        if (!present.equals(payload.keySet())) {
            return false;
        }
        for (var entry : payload.entrySet()) {
            if (!files.read(directory.resolve(entry.getKey())).equals(entry.getValue().content())) {
                return false;
            }
        }
        return files.exists(directory);
    }

    private void collectFiles(Path directory, String prefix, Set<String> found) throws IOException {
        for (VolumeFiles.Entry entry : files.list(directory)) {
            String path = prefix + entry.name();
            if (entry.type() == VolumeFiles.Type.DIRECTORY) {
                collectFiles(directory.resolve(entry.name()), path + "/", found);
            } else {
                found.add(path);
            }
        }
    }

    /// Fills a new directory and turns `..data` to it; returns its name.
    private String swapIn(SortedMap<String, FileProjection> payload) throws IOException {
        String name = createStamped();
        for (var entry : payload.entrySet()) {
            writeFile(root.resolve(name), entry.getKey(), entry.getValue());
        }
        Path link = root.resolve(NEW_DATA);
        if (files.readLink(link).isPresent()) {
            files.delete(link);
        }
        files.symlink(link, name);
        files.rename(link, root.resolve(DATA));
        return name;
    }

    private String createStamped() throws IOException {
        while (true) {
            String name =
                    STAMP.format(clock.instant()) + Integer.toUnsignedString(random.nextInt());
            if (!files.exists(root.resolve(name))) {
                createDirectory(root.resolve(name));
                return name;
            }
        }
    }

    private void createDirectory(Path directory) throws IOException {
        files.createDirectory(directory, DIRECTORY_MODE);
        if (ownership.group().isPresent()) {
            files.setOwner(directory, OptionalInt.empty(), ownership.group());
            files.setMode(directory, ownership.readOnlyDirectory(DIRECTORY_MODE));
        }
    }

    private void writeFile(Path directory, String path, FileProjection file) throws IOException {
        Path target = directory.resolve(path);
        createParents(directory, directory.relativize(target).getParent());
        files.write(target, file.content(), ownership.readOnlyFile(file.mode()));
        if (file.uid().isPresent() || ownership.group().isPresent()) {
            files.setOwner(target, file.uid(), ownership.group());
        }
    }

    private void createParents(Path directory, @Nullable Path parents) throws IOException {
        if (parents == null) {
            return;
        }
        createParents(directory, parents.getParent());
        Path made = directory.resolve(parents);
        if (!files.exists(made)) {
            createDirectory(made);
        }
    }

    private void linkVisibleNames(SortedMap<String, FileProjection> payload) throws IOException {
        for (var entry : payload.entrySet()) {
            String name = visibleName(entry.getKey());
            Path link = root.resolve(name);
            if (files.readLink(link).isEmpty()) {
                files.symlink(link, DATA + "/" + name);
                if (entry.getValue().uid().isPresent()) {
                    files.setOwner(link, entry.getValue().uid(), OptionalInt.empty());
                }
            }
        }
    }

    private static boolean isOurs(VolumeFiles.Entry entry) {
        return entry.type() == VolumeFiles.Type.LINK || entry.name().startsWith(RESERVED);
    }

    private static String visibleName(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
