/// What a node changes on its machine beyond its own directory, and how that is undone: kernel
/// settings and directories that all Pursers share, and programs that must not outlive a node.
@NullMarked
package dev.purser.node.host;

import org.jspecify.annotations.NullMarked;
