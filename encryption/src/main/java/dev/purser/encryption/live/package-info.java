/// A store that is sealed as a file says, while the file changes: [LiveEncryption] reads it, puts
/// the providers together, and follows it.
@NullMarked
package dev.purser.encryption.live;

import org.jspecify.annotations.NullMarked;
