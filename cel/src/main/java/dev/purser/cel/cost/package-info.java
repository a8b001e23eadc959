/// What an expression may cost at most, told from its text and the limits in its schema. The
/// numbers are cel-go's and Kubernetes', because they decide which definitions are accepted.
@NullMarked
package dev.purser.cel.cost;

import org.jspecify.annotations.NullMarked;
