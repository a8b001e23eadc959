/// The rules that a CustomResourceDefinition's schema gives its objects
/// (`x-kubernetes-validations`, KEP-2876).
@NullMarked
package dev.purser.cel.rule;

import org.jspecify.annotations.NullMarked;
