package dev.purser.store.custody;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A way to keep the document of keys so that the data directory alone does not open it.
/// Thread-safe.
///
/// What a custody must remember is a small JSON object, `kept`, that lies in the data directory; it
/// may hold the document sealed, but never in the clear. All implementations pass
/// `CustodyContract`.
public interface Custody {
    /// What the record calls it, such as `file`.
    String name();

    /// Keeps a document; durable, as far as this custody is concerned, when it returns. What was
    /// kept before stays readable by its own `kept`, unless that lies at the very same place.
    ///
    /// @throws CustodyException if it cannot
    ObjectNode keep(SecretBytes document, Owner owner);

    /// Gives the document back. The caller closes it.
    ///
    /// @throws CustodyException if it cannot; nothing is changed then
    SecretBytes fetch(ObjectNode kept, Owner owner);

    /// Where the keys are, as part of a sentence: "in the file /etc/purser/keys/1f2e.yaml".
    String whereabouts(ObjectNode kept);

    /// Whether this custody, as it is now told to work, would keep the document just so; if not, it
    /// is kept anew at the next start.
    boolean isSettled(ObjectNode kept, Owner owner);

    /// Files outside the data directory that this custody has made for its owner, and that hold the
    /// document.
    default List<Path> files(ObjectNode kept, Owner owner) {
        return List.of();
    }

    /// Whose keys they are.
    ///
    /// @param id of the data directory, for good: sealed documents are bound to it
    /// @param record where the record lies now
    record Owner(String id, Path record) {}
}
