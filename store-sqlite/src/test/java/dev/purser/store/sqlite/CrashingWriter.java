package dev.purser.store.sqlite;

import dev.purser.store.CommitResult;
import dev.purser.store.Store;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The process that [CrashTests] kills: many threads write, and say on standard output what was
/// acknowledged, one line a write: `KEY REVISION`.
final class CrashingWriter {
    private static final int THREADS = 24;

    private CrashingWriter() {}

    /// Arguments: the file, and a name that this run's keys begin with.
    public static void main(String[] args) {
        Store store = SqliteStore.open(Path.of(args[0]));
        System.out.println("ready");
        for (int thread = 0; thread < THREADS; thread++) {
            String prefix = "/" + args[1] + "/" + thread + "/";
            Thread.ofPlatform().start(() -> write(store, prefix));
        }
        Thread.ofPlatform().start(() -> compact(store));
    }

    private static void write(Store store, String prefix) {
        for (int i = 0; ; i++) {
            String key = prefix + i;
            Value value = Value.of(value(key));
            long created = commit(store, new Transaction.Create(key, value));
            acknowledge(key, created);
            if (i % 3 == 0) {
                acknowledge(key, commit(store, new Transaction.Update(key, value, created)));
            }
        }
    }

    /// Compaction runs all the time, so that some of the kills hit it.
    private static void compact(Store store) {
        while (true) {
            store.compact(store.snapshot().revision() - 100);
        }
    }

    static byte[] value(String key) {
        return (key + " ")
                .repeat(1 + Math.floorMod(key.hashCode(), 100))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long commit(Store store, Transaction.Operation operation) {
        return ((CommitResult.Committed) store.commit(Transaction.of(operation))).revision();
    }

    private static synchronized void acknowledge(String key, long revision) {
        System.out.println(key + " " + revision);
        System.out.flush();
    }
}
