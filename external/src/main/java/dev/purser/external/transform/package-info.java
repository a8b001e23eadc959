/// What happens to fetched values before they become a Secret's: decoding, and new names for keys.
@NullMarked
package dev.purser.external.transform;

import org.jspecify.annotations.NullMarked;
