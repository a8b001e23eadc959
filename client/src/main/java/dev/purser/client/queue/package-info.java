/// Work to do by key: a queue in which a key waits at most once, and the threads that work it off.
///
/// A key that is added while it is being worked on is worked on once more afterwards, never twice
/// at the same time; a key whose work failed comes back after a growing pause.
@NullMarked
package dev.purser.client.queue;

import org.jspecify.annotations.NullMarked;
