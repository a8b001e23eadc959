/// Encryption at rest: secrets are sealed before they reach a store, and opened when they leave it.
///
/// [SealedStore] decorates any [dev.purser.store.Store]. Values are sealed as kube-apiserver's
/// `aesgcm` provider does it, byte for byte, so that either can read what the other wrote; see
/// [Envelope]. Keys come from a [Keyring], which [KeyFile] keeps in a file beside the data.
@NullMarked
package dev.purser.store.seal;

import org.jspecify.annotations.NullMarked;
