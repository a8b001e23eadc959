/// `metrics.k8s.io`: what nodes and pods use at the moment, as `kubectl top` and autoscalers ask
/// for it. Nothing of it is stored; it is computed from what nodes measured last.
@NullMarked
package dev.purser.server.metrics;

import org.jspecify.annotations.NullMarked;
