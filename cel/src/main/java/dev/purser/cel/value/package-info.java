/// What a CEL expression computes with while it runs.
@NullMarked
package dev.purser.cel.value;

import org.jspecify.annotations.NullMarked;
