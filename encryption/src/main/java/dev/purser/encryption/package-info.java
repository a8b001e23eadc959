/// Which objects are sealed in the store, with which keys, and where those keys come from.
///
/// `config` reads Kubernetes' EncryptionConfiguration files, `kms` speaks to KMS v2 plugins, and
/// `live` keeps a running store sealed as its file says.
@NullMarked
package dev.purser.encryption;

import org.jspecify.annotations.NullMarked;
