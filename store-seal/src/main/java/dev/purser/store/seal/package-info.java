/// Encryption at rest: values are sealed before they reach a store, and opened when they leave it.
///
/// [SealedStore] decorates any [dev.purser.store.Store]. A [Sealing] says which resources are
/// sealed with which [Provider]s; it may be replaced at any time. The providers write and read the
/// bytes of kube-apiserver's, so that either can read what the other wrote. The default keys are a
/// [Keyring], which [KeyFile] keeps in a file.
@NullMarked
package dev.purser.store.seal;

import org.jspecify.annotations.NullMarked;
