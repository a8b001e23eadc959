/// From the text of an expression to a checked tree, with cel-go's words for what is wrong.
@NullMarked
package dev.purser.cel.compile;

import org.jspecify.annotations.NullMarked;
