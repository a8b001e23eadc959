@NullMarked
package dev.purser.external.transform;

import org.jspecify.annotations.NullMarked;
