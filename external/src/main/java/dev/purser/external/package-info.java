/// Secrets from elsewhere: the API of the External Secrets Operator (`external-secrets.io`), kept by
/// Purser itself.
///
/// An ExternalSecret names keys of a provider's store; its flow is
///
///     definition → store → provider → decoding, rewriting → template → Secret → status
///
/// See <https://external-secrets.io/latest/api/spec/>.
@NullMarked
package dev.purser.external;

import org.jspecify.annotations.NullMarked;
