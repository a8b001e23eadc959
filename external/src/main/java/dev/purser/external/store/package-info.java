/// SecretStores and ClusterSecretStores: who may use them, how they are opened, shared, spared and
/// watched over.
///
/// A call on a store passes its circuit (a store that fails is tried by one caller alone), its
/// limits (calls a second, calls at a time) and its shared reads (the same question twice in one
/// moment is one call), and then reaches the provider.
@NullMarked
package dev.purser.external.store;

import org.jspecify.annotations.NullMarked;
