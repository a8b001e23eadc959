/// Gives each pod without a node the node that fits it best.
///
/// A pass takes one pod and reads in the order of its work: which nodes would take it
/// ([dev.purser.controllers.scheduler.Filter]), which of them has most to spare
/// ([dev.purser.controllers.scheduler.LeastRequested]), bind. A pod that fits nowhere is told why,
/// in Kubernetes' words, and comes back when a node or another pod's end makes a difference.
@NullMarked
package dev.purser.controllers.scheduler;

import org.jspecify.annotations.NullMarked;
