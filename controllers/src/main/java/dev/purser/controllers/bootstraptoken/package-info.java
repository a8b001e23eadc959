/// Bootstrap tokens, with which machines join a cluster: those that have expired are removed.
@NullMarked
package dev.purser.controllers.bootstraptoken;

import org.jspecify.annotations.NullMarked;
