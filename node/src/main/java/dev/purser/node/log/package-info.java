/// Container logs on disk in the CRI format: reading, following, rotating.
@NullMarked
package dev.purser.node.log;

import org.jspecify.annotations.NullMarked;
