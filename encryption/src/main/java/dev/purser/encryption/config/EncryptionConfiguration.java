package dev.purser.encryption.config;

import dev.purser.store.seal.NamedKey;
import java.time.Duration;
import java.util.List;

/// A valid EncryptionConfiguration. Immutable; shows no key.
///
/// @param rules `resources` of the file, in their order
public record EncryptionConfiguration(List<Rule> rules) {
    public EncryptionConfiguration {
        rules = List.copyOf(rules);
    }

    /// What is done with some resources.
    ///
    /// @param resources names and patterns: `secrets`, `deployments.apps`, `*.apps`, `*.`, `*.*`
    /// @param providers the first seals, all open
    public record Rule(List<String> resources, List<ProviderEntry> providers) {
        public Rule {
            resources = List.copyOf(resources);
            providers = List.copyOf(providers);
        }
    }

    /// One of `providers`.
    public sealed interface ProviderEntry {}

    /// Values in the clear.
    public record IdentityEntry() implements ProviderEntry {}

    /// A provider that has its keys in the file.
    ///
    /// @param keys the first seals, all open
    public record KeyedEntry(Cipher cipher, List<NamedKey> keys) implements ProviderEntry {
        public KeyedEntry {
            keys = List.copyOf(keys);
        }
    }

    /// What a [KeyedEntry] does with its keys.
    public enum Cipher {
        AESGCM,
        AESCBC,
        SECRETBOX
    }

    /// A plugin that keeps the key encryption key to itself.
    ///
    /// @param name what sealed values call it by
    /// @param socket the path of its Unix socket; one in the abstract namespace begins with `@`
    /// @param timeout of each call
    public record KmsEntry(String name, String socket, Duration timeout) implements ProviderEntry {}
}
