/// Puts a running Purser together from its modules, in the order that makes it ready soonest, and
/// takes it apart again.
@NullMarked
package dev.purser.app.serve;

import org.jspecify.annotations.NullMarked;
