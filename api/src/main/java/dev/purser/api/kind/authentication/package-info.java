/// Rules of the kinds of the authentication group.
@NullMarked
package dev.purser.api.kind.authentication;

import org.jspecify.annotations.NullMarked;
