@NullMarked
package dev.purser.external.store;

import org.jspecify.annotations.NullMarked;
