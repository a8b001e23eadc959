/// The values that templates compute with, and how Go shows them. Go's strings are bytes, which
/// need not be UTF-8: a string is here a `String` whose characters are the bytes 0 to 255, so that
/// lengths, positions, slices and order are Go's own. `Utf8` turns it into runes and back.
@NullMarked
package dev.purser.external.template.value;

import org.jspecify.annotations.NullMarked;
