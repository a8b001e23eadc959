/// The API server. Its packages follow a request:
///
/// 1. `wire`: TLS, HTTP, media types, watch framing
/// 2. `request`: what is asked, and by whom
/// 3. `authn`: credentials to an identity
/// 4. `flow`: whose turn it is
/// 5. `authz`: identity and request to a decision
/// 6. `admission`: plugins that complete or refuse an object
/// 7. `registry`: what verbs mean, over the store
/// 8. `watch`: revisions to bounded streams
///
/// Beside the road: `discovery` (what there is), `stream` (exec and its kin), `review` (questions
/// about access, and tokens), `access` (authentication, authorization and admission wired
/// together), `pki` (certificates and signing keys), `bootstrap` (the objects of a fresh cluster).
@NullMarked
package dev.purser.server;

import org.jspecify.annotations.NullMarked;
