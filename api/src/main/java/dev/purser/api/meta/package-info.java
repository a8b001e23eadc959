/// Names of kinds and resources, and the metadata every object carries.
@NullMarked
package dev.purser.api.meta;

import org.jspecify.annotations.NullMarked;
