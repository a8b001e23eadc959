/// Keeps Secrets as the ExternalSecrets say.
@NullMarked
package dev.purser.external.sync;

import org.jspecify.annotations.NullMarked;
