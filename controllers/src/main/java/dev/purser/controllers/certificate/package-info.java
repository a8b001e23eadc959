/// Certificates by request: what nodes may have is approved, what is approved is signed, and what
/// nobody needs any more is removed; and the authority of the API server is published.
///
/// [dev.purser.controllers.certificate.SignerRules] says what each of Kubernetes' own signers
/// signs. The authority's key stays behind
/// [dev.purser.controllers.certificate.CertificateAuthority].
@NullMarked
package dev.purser.controllers.certificate;

import org.jspecify.annotations.NullMarked;
