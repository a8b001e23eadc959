/// The default keys in the custody of a KMS v2 plugin.
@NullMarked
package dev.purser.encryption.custody;

import org.jspecify.annotations.NullMarked;
