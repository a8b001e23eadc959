/// Deletes objects whose owners are gone, and sees deletions through that concern dependents.
///
/// An owner may be deleted in three ways. In the background: it goes, and its dependents follow. In
/// the foreground (finalizer `foregroundDeletion`): its dependents go, and it follows once those
/// that block it are gone. As an orphaning (finalizer `orphan`): its dependents forget it and stay.
/// See <https://kubernetes.io/docs/concepts/architecture/garbage-collection/>.
@NullMarked
package dev.purser.controllers.garbage;

import org.jspecify.annotations.NullMarked;
