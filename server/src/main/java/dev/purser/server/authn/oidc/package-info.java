/// Users of OpenID Connect issuers: their tokens are verified with the keys that the issuers
/// publish, and the claims become users as an `AuthenticationConfiguration` says. Nothing is
/// fetched, and no expression compiled, before it is needed.
@NullMarked
package dev.purser.server.authn.oidc;

import org.jspecify.annotations.NullMarked;
