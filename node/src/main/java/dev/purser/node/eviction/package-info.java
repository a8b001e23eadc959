/// When the machine runs short of memory, disk or processes: what is watched (kubelet's eviction
/// signals), when that counts as pressure, what is given up first, and which pod has to go then.
@NullMarked
package dev.purser.node.eviction;

import org.jspecify.annotations.NullMarked;
