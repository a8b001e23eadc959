/// The life of pods on this node: one loop a pod, which compares what the pod asks for with what
/// the runtime shows, takes the next steps, and reports.
///
/// A loop is woken by changes of the pod, of the objects it names, by ends of containers, by probes
/// and by its own timers; it never waits for anything long. What takes long (pulls, hooks, stops)
/// runs beside it and wakes it when done. All that a loop remembers is either used by its own
/// thread alone or can be found again in the runtime, so a new process adopts running pods.
@NullMarked
package dev.purser.node.pod;

import org.jspecify.annotations.NullMarked;
