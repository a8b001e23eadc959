package dev.purser.node.volume;

import dev.purser.node.source.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The real file system, but owners are only noted, which needs no root, and the process can "die"
/// before any change.
final class TestFiles implements VolumeFiles {
    private final HostFiles files = new HostFiles();
    private final Map<Path, String> owners = new ConcurrentHashMap<>();
    private int changesLeft = Integer.MAX_VALUE;
    private int changes;

    private final AtomicInteger swaps = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile @Nullable IOException refusal;
    private volatile String slowPart = "";
    private volatile CountDownLatch slowness = new CountDownLatch(0);

    /// The end of the process.
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Dies before the change after so many more.
    void dieAfter(int more) {
        changesLeft = more;
    }

    void live() {
        changesLeft = Integer.MAX_VALUE;
    }

    /// How many changes there were.
    int changes() {
        return changes;
    }

    /// How often a state was swapped in.
    int swaps() {
        return swaps.get();
    }

    /// How many files were read.
    int reads() {
        return reads.get();
    }

    /// Every file that is written from now on is refused like this; null for no more.
    void refuseWrites(@Nullable IOException why) {
        refusal = why;
    }

    /// Writes of paths with this part take until the latch is open.
    void beSlow(String part, CountDownLatch until) {
        slowness = until;
        slowPart = part;
    }

    /// `uid:gid` as they were set; empty where they were not.
    String owner(Path path) {
        return owners.getOrDefault(path, "");
    }

    private void await(Path file) {
        if (!slowPart.isEmpty() && file.toString().contains(slowPart)) {
            try {
                slowness.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void change() {
        if (changesLeft-- <= 0) {
            throw new Death();
        }
        changes++;
    }

    @Override
    public void createDirectory(Path directory, int mode) throws IOException {
        change();
        files.createDirectory(directory, mode);
    }

    /// A file is written in two steps: a death may leave it empty.
    @Override
    public void write(Path file, Content content, int mode) throws IOException {
        await(file);
        IOException why = refusal;
        if (why != null) {
            throw why;
        }
        change();
        files.write(file, Content.of(""), 0600);
        change();
        files.delete(file);
        files.write(file, content, mode);
    }

    @Override
    public void symlink(Path link, String target) throws IOException {
        change();
        files.symlink(link, target);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change();
        files.rename(from, to);
        swaps.incrementAndGet();
    }

    @Override
    public void delete(Path path) throws IOException {
        change();
        files.delete(path);
    }

    @Override
    public void setOwner(Path path, OptionalInt uid, OptionalInt gid) {
        change();
        owners.put(path, text(uid) + ":" + text(gid));
    }

    private static String text(OptionalInt id) {
        return id.isPresent() ? Integer.toString(id.getAsInt()) : "";
    }

    @Override
    public void setMode(Path path, int mode) throws IOException {
        change();
        files.setMode(path, mode);
    }

    @Override
    public int mode(Path path) throws IOException {
        return files.mode(path);
    }

    @Override
    public Optional<String> readLink(Path link) throws IOException {
        return files.readLink(link);
    }

    @Override
    public Content read(Path file) throws IOException {
        reads.incrementAndGet();
        return files.read(file);
    }

    @Override
    public List<Entry> list(Path directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public boolean exists(Path path) {
        return files.exists(path);
    }
}
