/// Signed JSON Web Tokens (RFC 7515, 7519), the keys that sign them (RFC 7517) and their algorithms
/// (RFC 7518): those of RSA and elliptic curves alone, never `none` and never a shared secret. The
/// cryptography is the JDK's.
@NullMarked
package dev.purser.server.authn.jose;

import org.jspecify.annotations.NullMarked;
