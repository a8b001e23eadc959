/// Expressions of an `AuthenticationConfiguration`: over the claims of a token, which they turn
/// into a user, and over the user that came of it.
@NullMarked
package dev.purser.cel.claims;

import org.jspecify.annotations.NullMarked;
