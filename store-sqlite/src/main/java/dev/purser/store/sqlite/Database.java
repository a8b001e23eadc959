package dev.purser.store.sqlite;

import dev.purser.store.Change;
import dev.purser.store.Entry;
import dev.purser.store.EntryTree;
import dev.purser.store.Value;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/// The SQL of the store. Not thread-safe: one thread at a time uses it.
///
/// Transactions are begun and ended by statements rather than through JDBC, since SQLite may have
/// rolled one back by itself after an error, which JDBC's bookkeeping does not know.
final class Database implements AutoCloseable {
    private static final String COLUMNS = "id, key, created, previous, kind, value, checksum";

    /// How many pages are given back to the file system at a time.
    private static final int VACUUM_PAGES = 1_000;

    private final Connection connection;
    private Statements statements;
    private Head head;

    private Database(Connection connection, Head head) throws SQLException {
        this.connection = connection;
        this.statements = Statements.prepare(connection);
        this.head = head;
    }

    /// Opens the file, or makes its tables if it is empty.
    ///
    /// @param maxBytes how large the file may grow
    static Database open(Path file, long maxBytes) throws SQLException, DamagedException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        Connection connection =
                JDBC.createConnection(JDBC.PREFIX + file.toAbsolutePath(), config.toProperties());
        boolean opened = false;
        try {
            Schema.configure(connection, maxBytes);
            Schema.prepare(connection, file);
            Database database = new Database(connection, readHead(connection));
            opened = true;
            return database;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    Head head() {
        return head;
    }

    /// Reads and checks every row; gives the live entries.
    EntryTree load() throws SQLException, DamagedException {
        TreeMap<String, Row> newest = new TreeMap<>();
        Head counted = new Head(head.revision(), head.compacted(), 0, 0);
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + COLUMNS + " FROM entry ORDER BY id")) {
            while (rows.next()) {
                Row row = checked(rows);
                counted = counted.plus(counted.revision(), List.of(row));
                newest.put(row.key(), row);
            }
        }
        if (!counted.equals(head)) {
            throw new DamagedException(
                    "it holds " + counted.rows() + " rows where " + head.rows() + " were written");
        }
        return EntryTree.ofSorted(
                newest.values().stream()
                        .filter(row -> row.kind() == Row.Kind.PUT)
                        .map(Row::entry)
                        .toList());
    }

    /// Writes changes durably, in one transaction of the file.
    void append(List<Change> changes) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (Change change : changes) {
            int position = 0;
            for (Change.KeyChange key : change.keys()) {
                rows.add(Row.of(change.revision(), position++, key));
            }
        }
        Head after = head.plus(changes.getLast().revision(), rows);
        inTransaction(() -> {
            for (Row row : rows) {
                insert(row);
            }
            write(after);
            return after;
        });
    }

    /// All changes after a revision, as they were.
    List<Change> changesAfter(long revision) throws SQLException, DamagedException {
        TreeMap<Long, List<Change.KeyChange>> byRevision = new TreeMap<>();
        for (Row row : rowsBetween(revision + 1, head.revision())) {
            byRevision.computeIfAbsent(row.revision(), _ -> new ArrayList<>()).add(keyChange(row));
        }
        List<Change> changes = new ArrayList<>(byRevision.size());
        for (Map.Entry<Long, List<Change.KeyChange>> change : byRevision.entrySet()) {
            changes.add(new Change(change.getKey(), change.getValue()));
        }
        return changes;
    }

    /// Forgets changes up to a revision, in one transaction of the file: of every row there, the
    /// row that it superseded goes, and itself too if it is a deletion.
    void compact(long upTo) throws SQLException, DamagedException {
        List<Row> superseding = rowsBetween(head.compacted() + 1, upTo);
        inTransaction(() -> {
            List<Long> removed = new ArrayList<>();
            for (Row row : superseding) {
                if (row.previous() != 0) {
                    removed.add(delete(row.previous(), row.key()));
                }
                if (row.kind() == Row.Kind.DELETE) {
                    removed.add(delete(row.revision(), row.key()));
                }
            }
            Head after = head.minus(upTo, removed);
            write(after);
            return after;
        });
    }

    /// Gives some of the free pages back to the file system. Returns whether it could, and there
    /// are more.
    boolean shrink() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long before = freePages(statement);
            // Each step of this statement frees one page, and only an update is run to its end.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + VACUUM_PAGES + ")");
            long after = freePages(statement);
            return after > 0 && after < before;
        }
    }

    private static long freePages(Statement statement) throws SQLException {
        try (ResultSet free = statement.executeQuery("PRAGMA freelist_count")) {
            return free.next() ? free.getLong(1) : 0;
        }
    }

    /// What the file holds now, after a failure that should have left it as it was.
    Head stored() throws SQLException, DamagedException {
        return readHead(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void inTransaction(Step step) throws SQLException {
        try {
            statements.begin().executeUpdate();
            Head after = step.run();
            statements.commit().executeUpdate();
            head = after;
        } catch (SQLException e) {
            recover(e);
            throw e;
        }
    }

    /// Makes the connection usable again. The driver closes a prepared statement that failed, and
    /// SQLite may have rolled back by itself. What goes wrong here shows at the next write: if a
    /// transaction is still open, none can begin.
    private void recover(SQLException failure) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        try {
            statements = Statements.prepare(connection);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void insert(Row row) throws SQLException {
        PreparedStatement insert = statements.insert();
        insert.setLong(1, row.id());
        insert.setString(2, row.key());
        insert.setLong(3, row.created());
        insert.setLong(4, row.previous());
        insert.setInt(5, row.kind().code);
        insert.setBytes(6, row.value().bytes());
        insert.setLong(7, row.checksum());
        insert.executeUpdate();
    }

    private void write(Head next) throws SQLException {
        PreparedStatement update = statements.updateHead();
        update.setLong(1, next.revision());
        update.setLong(2, next.compacted());
        update.setLong(3, next.rows());
        update.setLong(4, next.checksums());
        update.setLong(5, next.checksum());
        update.executeUpdate();
    }

    /// Deletes a key's row of a revision and returns its checksum.
    private long delete(long revision, String key) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM entry WHERE id >= ? AND id < ? AND key = ?"
                                + " RETURNING checksum")) {
            delete.setLong(1, Row.firstId(revision));
            delete.setLong(2, Row.firstId(revision + 1));
            delete.setString(3, key);
            try (ResultSet deleted = delete.executeQuery()) {
                if (!deleted.next()) {
                    throw new SQLException("no row of " + key + " at revision " + revision);
                }
                return deleted.getLong(1);
            }
        }
    }

    private List<Row> rowsBetween(long first, long last) throws SQLException, DamagedException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT " + COLUMNS + " FROM entry WHERE id >= ? AND id < ? ORDER BY id")) {
            select.setLong(1, Row.firstId(first));
            select.setLong(2, Row.firstId(last + 1));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(checked(rows));
                }
            }
        }
        return found;
    }

    private Change.KeyChange keyChange(Row row) throws SQLException, DamagedException {
        @Nullable Entry previous =
                row.previous() == 0 ? null : row(row.previous(), row.key()).entry();
        return switch (row.kind()) {
            case PUT -> new Change.KeyChange(row.key(), previous, row.entry(), null);
            case DELETE -> new Change.KeyChange(row.key(), previous, null, row.value());
        };
    }

    private Row row(long revision, String key) throws SQLException, DamagedException {
        Optional<Row> row =
                rowsBetween(revision, revision).stream()
                        .filter(candidate -> candidate.key().equals(key))
                        .findFirst();
        return row.orElseThrow(() ->
                new DamagedException(
                        "the row of " + key + " at revision " + revision + " is missing"));
    }

    private static Row checked(ResultSet rows) throws SQLException, DamagedException {
        int kind = rows.getInt(5);
        byte[] value = rows.getBytes(6);
        String key = rows.getString(2);
        if (key == null) {
            throw new DamagedException("a row of the entries has lost its key");
        }
        Row row =
                new Row(
                        rows.getLong(1),
                        key,
                        rows.getLong(3),
                        rows.getLong(4),
                        kind == Row.Kind.PUT.code ? Row.Kind.PUT : Row.Kind.DELETE,
                        Value.of(value == null ? new byte[0] : value));
        if (row.checksum() != rows.getLong(7) || kind != row.kind().code) {
            throw new DamagedException(
                    "the row of "
                            + row.key()
                            + " at revision "
                            + row.revision()
                            + " does not match its checksum");
        }
        return row;
    }

    private static Head readHead(Connection connection) throws SQLException, DamagedException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT revision, compacted, row_count, checksums, checksum"
                                        + " FROM head WHERE id = 1")) {
            if (!row.next()) {
                throw new DamagedException("its head is missing");
            }
            Head head = new Head(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            if (head.checksum() != row.getLong(5)) {
                throw new DamagedException("its head does not match its checksum");
            }
            return head;
        }
    }

    private record Statements(
            PreparedStatement begin,
            PreparedStatement commit,
            PreparedStatement insert,
            PreparedStatement updateHead) {
        static Statements prepare(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement("BEGIN IMMEDIATE"),
                    connection.prepareStatement("COMMIT"),
                    connection.prepareStatement(
                            "INSERT INTO entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)"),
                    connection.prepareStatement(
                            "UPDATE head SET revision = ?, compacted = ?, row_count = ?,"
                                    + " checksums = ?, checksum = ? WHERE id = 1"));
        }
    }

    /// What happens between begin and commit; gives the head that holds if it succeeds.
    private interface Step {
        Head run() throws SQLException;
    }
}
