/// What is posted to a pod and changes it: bindings to nodes and evictions, which disruption
/// budgets may refuse.
@NullMarked
package dev.purser.server.pod;

import org.jspecify.annotations.NullMarked;
