/// Runs templates: goes through their trees, calls functions, writes text, within bounds.
@NullMarked
package dev.purser.external.template.run;

import org.jspecify.annotations.NullMarked;
