/// Lets volumes, claims and attribute classes go that are to be deleted, once nothing uses them:
/// takes away the finalizers that admission gave them.
@NullMarked
package dev.purser.controllers.protection;

import org.jspecify.annotations.NullMarked;
