/// The functions of expressions: CEL's standard ones, its extensions and those of Kubernetes ("CEL
/// in Kubernetes" in its documentation).
@NullMarked
package dev.purser.cel.library;

import org.jspecify.annotations.NullMarked;
