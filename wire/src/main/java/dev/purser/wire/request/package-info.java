/// A request as it came in, before anyone has judged what it asks for.
@NullMarked
package dev.purser.wire.request;

import org.jspecify.annotations.NullMarked;
