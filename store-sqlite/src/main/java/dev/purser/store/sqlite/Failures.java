package dev.purser.store.sqlite;

import dev.purser.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// SQLite's errors in the words of the person who has to act on them.
final class Failures {
    private static final String RESTORE =
            "; keep a copy of it and of its -wal file, and restore the last backup";

    private Failures() {}

    static StoreException opening(Path file, SQLException e) {
        return switch (code(e)) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                    new StoreException(file + " is in use by another process", e);
            case SQLITE_NOTADB ->
                    new StoreException(
                            file + " is damaged, or is not a database of Purser" + RESTORE, e);
            case SQLITE_CORRUPT ->
                    new StoreException(file + " is damaged: " + e.getMessage() + RESTORE, e);
            default -> new StoreException("cannot open " + file + ": " + e.getMessage(), e);
        };
    }

    static StoreException damage(Path file, DamagedException e) {
        return new StoreException(file + " is damaged: " + e.getMessage() + RESTORE, e);
    }

    static StoreException noRoom(Path file, SQLException e) {
        return new StoreException(
                "no room to write "
                        + file
                        + "; nothing was written, and writing goes on when"
                        + " there is room again",
                e);
    }

    /// The end of all writing.
    static StoreException writing(Path file, Exception e) {
        return new StoreException(
                "writing "
                        + file
                        + " failed: "
                        + e.getMessage()
                        + "; whether the last writes are there is known when it is opened again",
                e);
    }

    static boolean isNoRoom(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_FULL;
    }

    /// The primary code; SQLite keeps it in the low byte of the extended ones.
    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
