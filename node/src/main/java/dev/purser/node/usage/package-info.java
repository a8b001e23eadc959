/// What the machine and the containers on it use of processor and memory: read at intervals, told
/// as rates (`metrics.k8s.io`).
@NullMarked
package dev.purser.node.usage;

import org.jspecify.annotations.NullMarked;
