/// Values that nobody should see.
@NullMarked
package dev.purser.external.secret;

import org.jspecify.annotations.NullMarked;
