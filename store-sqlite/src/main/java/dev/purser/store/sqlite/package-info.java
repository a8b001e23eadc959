/// The embedded store: one SQLite file that holds every live entry and the recent changes.
///
/// [SqliteStore] decides and publishes on one writer thread, [Database] knows the SQL, [Row] and
/// [Head] are what the file holds, each with a checksum of its own. Reads are served from memory;
/// the file is read when it is opened and when a subscriber asks for the past.
@NullMarked
package dev.purser.store.sqlite;

import org.jspecify.annotations.NullMarked;
