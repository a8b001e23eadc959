package dev.purser.store.sqlite;

import dev.purser.store.Change;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A [Store] in one SQLite file.
///
/// A write returns when it is on the disk. Writers that come at the same time share one
/// synchronisation of the disk, see [Writer]. While a store is open, no other process can open its
/// file.
public final class SqliteStore implements Store {
    private final Writer writer;

    private SqliteStore(Writer writer) {
        this.writer = writer;
    }

    /// Opens the file, or makes it with access for its owner only. Reads and checks everything in
    /// it, so it takes a while for a large one; any thread may do it.
    ///
    /// @throws StoreException if the file is damaged, in use, or cannot be read; the message is fit
    ///   for whoever started the program
    public static SqliteStore open(Path file) {
        return open(file, Long.MAX_VALUE);
    }

    /// Like [#open(Path)], with a limit on the size of the file in bytes. The write-ahead log comes
    /// on top; between bursts of writing it is a few MiB.
    public static SqliteStore open(Path file, long maxBytes) {
        try {
            createPrivately(file);
            Database database = Database.open(file, maxBytes);
            boolean started = false;
            try {
                Writer writer = new Writer(file, database, database.load());
                writer.start();
                started = true;
                return new SqliteStore(writer);
            } finally {
                if (!started) {
                    database.close();
                }
            }
        } catch (IOException e) {
            throw new StoreException("cannot create " + file + ": " + e, e);
        } catch (SQLException e) {
            throw Failures.opening(file, e);
        } catch (DamagedException e) {
            throw Failures.damage(file, e);
        }
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        if (transaction.operations().size() > Row.MAX_POSITIONS) {
            throw new IllegalArgumentException(
                    "a transaction has at most " + Row.MAX_POSITIONS + " operations");
        }
        return Task.await(
                writer.submit(new Task.Commit(transaction, new CompletableFuture<>())).result());
    }

    @Override
    public Optional<Entry> get(String key) {
        return writer.get(key);
    }

    @Override
    public Snapshot snapshot() {
        return writer.snapshot();
    }

    @Override
    public Subscription subscribe(long afterRevision, Consumer<Change> consumer)
            throws CompactedException {
        var task = new Task.Subscribe(afterRevision, consumer, new CompletableFuture<>());
        return Task.awaitSubscription(writer.submit(task).result());
    }

    @Override
    public void compact(long revision) {
        Task.await(writer.submit(new Task.Compact(revision, new CompletableFuture<>())).result());
    }

    @Override
    public void close() {
        writer.close();
    }

    /// SQLite gives its log the permissions of the file that is already there.
    private static void createPrivately(Path file) throws IOException {
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
        } catch (FileAlreadyExistsException _) {
            Files.setPosixFilePermissions(file, ownerOnly);
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
