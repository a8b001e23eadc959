@NullMarked
package dev.purser.external.sync;

import org.jspecify.annotations.NullMarked;
