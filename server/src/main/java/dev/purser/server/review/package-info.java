/// Resources that answer a question rather than being stored: may somebody do something, who am I,
/// whose token is this; and the one that makes tokens.
@NullMarked
package dev.purser.server.review;

import org.jspecify.annotations.NullMarked;
