package dev.purser.store.sqlite;

import dev.purser.store.Store;
import dev.purser.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// How the file is laid out, and how a connection to it is set up.
final class Schema {
    /// "PURS": tells Purser's files from other SQLite files.
    private static final int APPLICATION_ID = 0x50555253;

    private static final int VERSION = 1;

    private static final String ENTRY =
            """
            CREATE TABLE entry (
              id INTEGER PRIMARY KEY,     -- revision << 16 | position in the transaction
              key TEXT NOT NULL,
              created INTEGER NOT NULL,   -- revision of the key's creation
              previous INTEGER NOT NULL,  -- revision of the key's row before, 0 for none
              kind INTEGER NOT NULL,      -- 0 put, 1 delete
              value BLOB NOT NULL,
              checksum INTEGER NOT NULL   -- CRC-32C of the columns above
            ) STRICT
            """;

    private static final String HEAD =
            """
            CREATE TABLE head (
              id INTEGER PRIMARY KEY CHECK (id = 1),
              revision INTEGER NOT NULL,
              compacted INTEGER NOT NULL, -- changes up to this revision are gone
              row_count INTEGER NOT NULL, -- of table entry
              checksums INTEGER NOT NULL, -- sum of entry.checksum
              checksum INTEGER NOT NULL   -- CRC-32C of the columns above
            ) STRICT
            """;

    /// For people with a `sqlite3` shell.
    private static final String LIVE =
            """
            CREATE VIEW live AS
            SELECT key, max(id) >> 16 AS revision, created, length(value) AS size
            FROM entry GROUP BY key HAVING kind = 0
            """;

    private Schema() {}

    /// Settings of the connection. WAL with full synchronisation: a commit that returned is on the
    /// disk. The exclusive lock keeps other processes out and needs no shared memory file.
    static void configure(Connection connection, long maxBytes) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("PRAGMA journal_size_limit = 67108864");
            long pageSize = number(statement, "PRAGMA page_size");
            statement.execute("PRAGMA max_page_count = " + Math.max(1, maxBytes / pageSize));
        }
    }

    /// Makes the tables in a new file, or checks that they are this version's.
    static void prepare(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long application = number(statement, "PRAGMA application_id");
            long version = number(statement, "PRAGMA user_version");
            if (application == 0 && number(statement, "SELECT count(*) FROM sqlite_schema") == 0) {
                create(statement);
            } else if (application != APPLICATION_ID) {
                throw new StoreException(file + " is a database of another program");
            } else if (version != VERSION) {
                throw new StoreException(
                        file
                                + " has the format version "
                                + version
                                + "; this Purser knows "
                                + VERSION);
            }
        }
    }

    private static void create(Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute(ENTRY);
        statement.execute(HEAD);
        statement.execute(LIVE);
        insert(statement.getConnection(), new Head(Store.FIRST_REVISION, 1, 0, 0));
        statement.execute("PRAGMA user_version = " + VERSION);
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("COMMIT");
    }

    private static void insert(Connection connection, Head head) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO head VALUES (1, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, head.revision());
            insert.setLong(2, head.compacted());
            insert.setLong(3, head.rows());
            insert.setLong(4, head.checksums());
            insert.setLong(5, head.checksum());
            insert.executeUpdate();
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            if (!result.next()) {
                throw new SQLException("no answer to " + query);
            }
            return result.getLong(1);
        }
    }
}
