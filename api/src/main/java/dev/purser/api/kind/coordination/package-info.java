/// The rules of locks and heartbeats.
@NullMarked
package dev.purser.api.kind.coordination;

import org.jspecify.annotations.NullMarked;
