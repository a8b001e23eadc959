/// The data directory: where everything lies on disk, and the lock that lets one Purser at a time
/// use it.
@NullMarked
package dev.purser.app.data;

import org.jspecify.annotations.NullMarked;
