/// Metrics in the text format of Prometheus, as the API server and the node show them at
/// `/metrics`.
@NullMarked
package dev.purser.wire.metrics;

import org.jspecify.annotations.NullMarked;
