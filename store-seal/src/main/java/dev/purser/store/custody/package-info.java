/// Who guards the keys that encrypt by default, and how they come back at a start.
///
/// The keys are one document, an EncryptionConfiguration of Kubernetes. A [Custody] keeps it where
/// a copy of the data directory does not suffice to read it: in a file elsewhere, or sealed by a
/// passphrase, a credential of systemd, Vault or a KMS plugin. [KeptKeyring] is the document of one
/// data directory: it knows the custody by a small record beside the data, and changes either so
/// that a crash at any moment leaves the keys readable.
@NullMarked
package dev.purser.store.custody;

import org.jspecify.annotations.NullMarked;
