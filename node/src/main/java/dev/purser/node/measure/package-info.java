/// What the machine, the pods and their containers use, read when somebody asks: the summary that
/// kubelet tells (`/stats/summary`) and the metrics of it. Everything comes from cgroups of either
/// version, `/proc`, the runtime and the file systems; what none of them tells is left out.
@NullMarked
package dev.purser.node.measure;

import org.jspecify.annotations.NullMarked;
