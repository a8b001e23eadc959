/// Service account tokens: signed JWTs (RFC 7519) that are bound to the lives of a service account
/// and, often, of a pod. [dev.purser.server.authn.token.TokenIssuer] makes them,
/// [dev.purser.server.authn.token.ServiceAccountTokens] judges them.
@NullMarked
package dev.purser.server.authn.token;

import org.jspecify.annotations.NullMarked;
