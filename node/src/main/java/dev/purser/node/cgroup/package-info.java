/// The kernel's control groups, of version 1 and 2: what the processes of a pod use, and what they
/// may. A cgroup is named by its path below the root, which begins with a slash.
@NullMarked
package dev.purser.node.cgroup;

import org.jspecify.annotations.NullMarked;
