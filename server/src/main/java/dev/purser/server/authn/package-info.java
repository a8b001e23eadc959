/// From credentials to an identity: client certificates, service account tokens, impersonation.
@NullMarked
package dev.purser.server.authn;

import org.jspecify.annotations.NullMarked;
