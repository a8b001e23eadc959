package dev.purser.store.custody;

import dev.purser.store.custody.Custody.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The document of keys of one data directory, in the custody that its record names. Thread-safe.
///
/// Every change is in an order that a crash cannot hurt: the document is kept first, then the
/// record says so, and only then does anything go away.
public final class KeptKeyring {
    private static final int ID_BYTES = 8;

    private final Path file;
    private final PrivateFiles files;
    private final SecureRandom random;

    /// @param file of the record; absolute
    /// @param random where a new id comes from
    public KeptKeyring(Path file, PrivateFiles files, SecureRandom random) {
        this.file = file;
        this.files = files;
        this.random = random;
    }

    /// What the data directory knows of its keys; empty before there are any.
    ///
    /// @throws CustodyException if the record cannot be read
    public synchronized Optional<CustodyRecord> record() {
        try {
            Optional<byte[]> bytes = files.read(file);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            Optional<CustodyRecord> record = CustodyRecord.parse(bytes.get());
            if (record.isEmpty()) {
                throw new CustodyException(
                        file + " is damaged: put it back from a backup of the data directory");
            }
            return record;
        } catch (IOException e) {
            throw new CustodyException("cannot read " + file + ": " + e, e);
        }
    }

    /// Keeps the first document.
    ///
    /// @throws CustodyException if there is one already
    public synchronized void establish(Custody custody, SecretBytes document) {
        if (record().isPresent()) {
            throw new CustodyException(file + " exists already; nothing was changed");
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Owner owner = new Owner(HexFormat.of().formatHex(id), file);
        ObjectNode kept = custody.keep(document, owner);
        write(new CustodyRecord(owner.id(), custody.name(), kept, List.of()));
    }

    /// Gives the document from the custody that has it. The caller closes it. What an interrupted
    /// change has left behind is removed.
    public synchronized SecretBytes fetch(Custody custody) {
        CustodyRecord record = existing();
        SecretBytes document = custody.fetch(record.kept(), owner(record));
        removeLeftovers(record);
        return document;
    }

    /// Replaces the document; its custody stays the same.
    public synchronized void replace(Custody custody, SecretBytes document) {
        CustodyRecord record = existing();
        write(record.withKept(custody.keep(document, owner(record))));
    }

    /// Gives the document into another custody, or into the same under other conditions, and then
    /// takes it away from the present one.
    public synchronized void move(Custody from, Custody to) {
        CustodyRecord record = existing();
        Owner owner = owner(record);
        List<Path> former = new ArrayList<>(record.leftovers());
        former.addAll(from.files(record.kept(), owner));
        ObjectNode kept;
        try (SecretBytes document = from.fetch(record.kept(), owner)) {
            kept = to.keep(document, owner);
            requireReadable(to, kept, document, owner);
        }
        former.removeAll(to.files(kept, owner));
        CustodyRecord moved = new CustodyRecord(record.id(), to.name(), kept, former);
        write(moved);
        removeLeftovers(moved);
    }

    /// A custody that cannot give back what it took is told apart before anything is lost.
    private static void requireReadable(
            Custody custody, ObjectNode kept, SecretBytes document, Owner owner) {
        try (SecretBytes back = custody.fetch(kept, owner)) {
            if (!MessageDigest.isEqual(document.bytes(), back.bytes())) {
                throw new CustodyException(
                        "the custody \"%s\" did not give back the keys that it was given; nothing was changed"
                                .formatted(custody.name()));
            }
        }
    }

    /// Whether the custody, as it is now told to work, has the document just so.
    public synchronized boolean isSettled(Custody custody) {
        CustodyRecord record = existing();
        return record.custody().equals(custody.name())
                && custody.isSettled(record.kept(), owner(record));
    }

    /// Where the keys are, as part of a sentence.
    public String whereabouts(Custody custody) {
        return custody.whereabouts(existing().kept());
    }

    /// Removes what lies outside the data directory, which is to be removed itself, and says what
    /// that was.
    public synchronized List<Path> discard() {
        CustodyRecord record = existing();
        List<Path> outside = new ArrayList<>(record.leftovers());
        if (record.custody().equals(FileCustody.NAME)) {
            KeyPlace place = new KeyPlace.ExactFile(FileCustody.file(record.kept()));
            outside.addAll(new FileCustody(place, files).files(record.kept(), owner(record)));
        }
        outside.forEach(this::remove);
        return outside;
    }

    private CustodyRecord existing() {
        return record().orElseThrow(() ->
                new CustodyException(
                        file + " is missing: put it back from a backup of the data directory"));
    }

    private Owner owner(CustodyRecord record) {
        return new Owner(record.id(), file);
    }

    private void removeLeftovers(CustodyRecord record) {
        if (!record.leftovers().isEmpty()) {
            record.leftovers().forEach(this::remove);
            write(record.withoutLeftovers());
        }
    }

    private void remove(Path leftover) {
        try {
            files.remove(leftover);
        } catch (IOException e) {
            throw new CustodyException(
                    "cannot remove %s, which holds keys (%s): remove it yourself"
                            .formatted(leftover, e),
                    e);
        }
    }

    private void write(CustodyRecord record) {
        try {
            files.replace(file, record.toJson());
        } catch (IOException e) {
            throw new CustodyException("cannot write " + file + ": " + e, e);
        }
    }
}
