/// Probes of containers: exec, HTTP, TCP and gRPC, for startup, readiness and liveness, with
/// kubelet's thresholds, events and texts.
@NullMarked
package dev.purser.node.probe;

import org.jspecify.annotations.NullMarked;
