/// System calls that Java has no API for, for pipes and network namespaces.
@NullMarked
package dev.purser.node.linux;

import org.jspecify.annotations.NullMarked;
