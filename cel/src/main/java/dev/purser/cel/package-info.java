/// The Common Expression Language as Kubernetes speaks it: the libraries it adds to CEL, types made
/// from schemas, and the compiling and evaluating of rules that objects carry.
@NullMarked
package dev.purser.cel;

import org.jspecify.annotations.NullMarked;
