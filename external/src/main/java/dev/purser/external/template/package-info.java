/// What becomes of fetched values: the templates of an ExternalSecret (`target.template`, engine
/// `v2`), in the language of Go's `text/template` with the functions of Sprig and those of the
/// External Secrets Operator.
///
/// A template's text flows through
///
///     syntax (text → tree) → run (tree, data → text), which calls the functions of sprig and pki
///
/// all of which deal in the values of `value`.
@NullMarked
package dev.purser.external.template;

import org.jspecify.annotations.NullMarked;
