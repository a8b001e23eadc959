/// The default keys of a data directory: which custody has them, as the user's options and the
/// directory's own record say, and how they come into use at a start.
@NullMarked
package dev.purser.app.keys;

import org.jspecify.annotations.NullMarked;
