/// The API server. Its packages follow a request, which the module `wire` has read:
///
/// 1. `request`: what is asked, and by whom
/// 2. `authn`: credentials to an identity
/// 3. `flow`: whose turn it is
/// 4. `authz`: identity and request to a decision
/// 5. `endpoint`: parameters and bodies to a verb, and back
/// 6. `admission`: plugins that complete or refuse an object
/// 7. `registry`: what verbs mean, over the store
/// 8. `watch`: revisions to bounded streams
/// 9. `media`: objects to the form that the client asked for
///
/// [dev.purser.server.Pipeline] is that way in code. Beside the road: `audit` (who did what),
/// `discovery` (what there is), `proxy` (requests to pods), `review` (questions about access, and
/// tokens), `access` (authentication, authorization and admission wired together), `pki`
/// (certificates and signing keys), `bootstrap` (the objects of a fresh cluster), `custom`
/// (resources that users define).
@NullMarked
package dev.purser.server;

import org.jspecify.annotations.NullMarked;
