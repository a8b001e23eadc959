/// System calls that Java has no API for: pipes that hold up no thread, network namespaces, mounts,
/// files that no link leads away from, and what files take. `Syscalls` is the one way into the
/// kernel.
@NullMarked
package dev.purser.node.linux;

import org.jspecify.annotations.NullMarked;
