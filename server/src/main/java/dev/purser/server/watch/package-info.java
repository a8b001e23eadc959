/// From revisions to streams: what a watcher of some objects gets to see of every change.
///
/// A [dev.purser.server.watch.ObjectWatch] is bounded: a reader that falls too far behind gets a
/// 410 and starts anew, nobody waits for it.
@NullMarked
package dev.purser.server.watch;

import org.jspecify.annotations.NullMarked;
