/// Runs checked expressions within a budget. Costs are those of cel-go, so that what Kubernetes
/// lets run to its end runs to its end here.
@NullMarked
package dev.purser.cel.run;

import org.jspecify.annotations.NullMarked;
