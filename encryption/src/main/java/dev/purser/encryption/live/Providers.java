package dev.purser.encryption.live;

import dev.purser.encryption.config.EncryptionConfiguration;
import dev.purser.encryption.config.EncryptionConfiguration.IdentityEntry;
import dev.purser.encryption.config.EncryptionConfiguration.KeyedEntry;
import dev.purser.encryption.config.EncryptionConfiguration.KmsEntry;
import dev.purser.encryption.kms.GrpcKmsPlugin;
import dev.purser.encryption.kms.KmsProvider;
import dev.purser.store.seal.AesCbc;
import dev.purser.store.seal.AesGcm;
import dev.purser.store.seal.Identity;
import dev.purser.store.seal.NamedKey;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.Sealing;
import dev.purser.store.seal.Secretbox;
import dev.purser.store.seal.StoredResource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The providers of one configuration, with their connections to plugins. Immutable.
///
/// @param patience twice the time that all plugins together may take to answer
record Providers(List<Sealing.Rule> rules, List<KmsProvider> plugins, Duration patience)
        implements AutoCloseable {
    Providers {
        rules = List.copyOf(rules);
        plugins = List.copyOf(plugins);
    }

    /// Puts a configuration's providers together, and asks each plugin for its first word.
    static Providers of(
            EncryptionConfiguration configuration, KmsProvider.Surroundings surroundings) {
        List<Sealing.Rule> rules = new ArrayList<>();
        List<KmsProvider> plugins = new ArrayList<>();
        Duration patience = Duration.ZERO;
        for (EncryptionConfiguration.Rule rule : configuration.rules()) {
            List<Provider> providers = new ArrayList<>();
            for (EncryptionConfiguration.ProviderEntry entry : rule.providers()) {
                switch (entry) {
                    case IdentityEntry _ -> providers.add(new Identity());
                    case KeyedEntry keyed -> providers.addAll(of(keyed, surroundings.random()));
                    case KmsEntry kms -> {
                        KmsProvider provider = of(kms, surroundings);
                        providers.add(provider);
                        plugins.add(provider);
                        patience = patience.plus(kms.timeout().multipliedBy(2));
                    }
                }
            }
            for (String resource : rule.resources()) {
                rules.add(new Sealing.Rule(StoredResource.parse(resource), providers));
            }
        }
        return new Providers(rules, plugins, patience);
    }

    private static List<Provider> of(KeyedEntry entry, SecureRandom random) {
        return entry.keys().stream().map(key -> of(entry.cipher(), key, random)).toList();
    }

    private static Provider of(
            EncryptionConfiguration.Cipher cipher, NamedKey key, SecureRandom random) {
        return switch (cipher) {
            case AESGCM -> new AesGcm(key, random);
            case AESCBC -> new AesCbc(key, random);
            case SECRETBOX -> new Secretbox(key, random);
        };
    }

    private static KmsProvider of(KmsEntry entry, KmsProvider.Surroundings surroundings) {
        return KmsProvider.open(
                entry.name(), GrpcKmsPlugin.open(entry.socket(), entry.timeout()), surroundings);
    }

    /// What is wrong with the plugins, as kube-apiserver's health check `kms-providers` says it;
    /// empty if all are well.
    Optional<String> complaint() {
        List<String> complaints =
                IntStream.range(0, plugins.size())
                        .boxed()
                        .flatMap(i ->
                                plugins.get(i).complaint().stream()
                                        .map(why -> "kms-provider-%d: %s".formatted(i, why)))
                        .toList();
        return switch (complaints.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(complaints.getFirst());
            default -> Optional.of("[" + String.join(", ", complaints) + "]");
        };
    }

    @Override
    public void close() {
        plugins.forEach(KmsProvider::close);
    }
}
