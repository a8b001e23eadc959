/// Plugins that complete or refuse an object between authorization and the registry.
@NullMarked
package dev.purser.server.admission;

import org.jspecify.annotations.NullMarked;
