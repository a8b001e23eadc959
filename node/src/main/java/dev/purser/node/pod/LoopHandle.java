package dev.purser.node.pod;

import java.util.function.Consumer;

/// What the parts of a pod's loop may do with it.
///
/// @param tell has the loop's thread do something before its next step
/// @param wake has the loop take its next step soon
/// @param deadline when the loop takes its next step at the latest; for the loop's thread only
record LoopHandle(Consumer<Runnable> tell, Runnable wake, Deadline deadline) {
    /// From another thread: has the loop do this, soon.
    void tellAndWake(Runnable message) {
        tell.accept(message);
        wake.run();
    }
}
