package dev.purser.external.provider.vault;

/// Versions of Vault's key/value engine.
enum KvVersion {
    V1,
    V2
}
