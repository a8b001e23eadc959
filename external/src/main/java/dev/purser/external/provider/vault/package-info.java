/// HashiCorp Vault and OpenBao: the key/value engine, versions 1 and 2.
///
/// The vendor's protocol is spoken by the library vault-java-driver, and sent by an HTTP client of
/// this package ([dev.purser.external.provider.vault.VaultTransport]), since the library itself
/// sends no headers of the store, follows no standby, has no limit for the whole of an answer and
/// puts answers into the messages of its exceptions.
///
/// See <https://external-secrets.io/latest/provider/hashicorp-vault/> and
/// <https://developer.hashicorp.com/vault/api-docs>.
@NullMarked
package dev.purser.external.provider.vault;

import org.jspecify.annotations.NullMarked;
