/// Empties namespaces that are being deleted, and then lets them go.
///
/// Pods go first, because what they use must outlive them; then everything else. What remains, and
/// whose finalizers hold it, stands in the namespace's conditions.
@NullMarked
package dev.purser.controllers.namespace;

import org.jspecify.annotations.NullMarked;
