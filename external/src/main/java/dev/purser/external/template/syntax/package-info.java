/// The syntax of templates, which is that of Go's `text/template`: from a text to the trees of the
/// templates that it defines.
@NullMarked
package dev.purser.external.template.syntax;

import org.jspecify.annotations.NullMarked;
