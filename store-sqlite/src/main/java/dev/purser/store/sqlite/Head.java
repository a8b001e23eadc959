package dev.purser.store.sqlite;

import java.util.Collection;

/// What the file says about itself as a whole; it changes with every transaction.
///
/// Number and sum of the rows' checksums make up for rows that damage has made vanish: what is not
/// there has no checksum of its own that could fail.
///
/// @param compacted changes up to this revision are gone
/// @param rows the number of rows
/// @param checksums the sum of all rows' checksums
record Head(long revision, long compacted, long rows, long checksums) {
    Head plus(long newRevision, Collection<Row> added) {
        long sum = checksums;
        for (Row row : added) {
            sum += row.checksum();
        }
        return new Head(newRevision, compacted, rows + added.size(), sum);
    }

    Head minus(long newCompacted, Collection<Long> removedChecksums) {
        long sum = checksums;
        for (long checksum : removedChecksums) {
            sum -= checksum;
        }
        return new Head(revision, newCompacted, rows - removedChecksums.size(), sum);
    }

    long checksum() {
        return new Checksum().add(revision).add(compacted).add(rows).add(checksums).value();
    }
}
