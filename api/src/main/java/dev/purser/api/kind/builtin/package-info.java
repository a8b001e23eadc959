/// The rules of all built-in kinds together: [dev.purser.api.kind.builtin.Kinds] is where the
/// server asks for them.
@NullMarked
package dev.purser.api.kind.builtin;

import org.jspecify.annotations.NullMarked;
