/// Label selectors and field selectors: parsed from query parameters or objects, matched against
/// labels and fields.
@NullMarked
package dev.purser.api.selector;

import org.jspecify.annotations.NullMarked;
