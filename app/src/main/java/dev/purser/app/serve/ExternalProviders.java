package dev.purser.app.serve;

import dev.purser.client.time.Timers;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.aws.AwsProvider;
import dev.purser.external.provider.aws.AwsSettings;
import dev.purser.external.provider.azure.AzureProvider;
import dev.purser.external.provider.azure.AzureSettings;
import dev.purser.external.provider.directory.DirectoryProvider;
import dev.purser.external.provider.directory.SharedDirectory;
import dev.purser.external.provider.fake.FakeProvider;
import dev.purser.external.provider.kubernetes.KubernetesProvider;
import dev.purser.external.provider.kubernetes.OwnCluster;
import dev.purser.external.provider.vault.VaultProvider;
import dev.purser.external.store.Providers;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The providers of secrets by their names in a store. None of their classes is loaded before the
/// first store that names it.
final class ExternalProviders {
    private final ExternalSettings settings;
    private final OwnCluster cluster;
    private final Timers timers;
    private final RandomGenerator random;

    /// @param cluster the server beside which they work
    ExternalProviders(
            ExternalSettings settings, OwnCluster cluster, Timers timers, RandomGenerator random) {
        this.settings = settings;
        this.cluster = cluster;
        this.timers = timers;
        this.random = random;
    }

    Providers all() {
        Supplier<Provider> vault = () -> new VaultProvider(timers);
        return new Providers(
                Map.of(
                        "aws",
                        () -> new AwsProvider(aws()),
                        "azurekv",
                        () -> new AzureProvider(azure()),
                        "directory",
                        () -> new DirectoryProvider(directories(), timers, random),
                        "fake",
                        FakeProvider::new,
                        "kubernetes",
                        () -> new KubernetesProvider(cluster, timers, random),
                        "openBao",
                        vault,
                        "vault",
                        vault));
    }

    private AwsSettings aws() {
        return AwsSettings.of(
                settings.environment(),
                settings.ambient() ? AwsSettings.Ambient.ALLOWED : AwsSettings.Ambient.REFUSED);
    }

    private AzureSettings azure() {
        return AzureSettings.of(
                settings.ambient() ? AzureSettings.Ambient.ALLOWED : AzureSettings.Ambient.REFUSED);
    }

    private List<SharedDirectory> directories() {
        return settings.directories().entrySet().stream()
                .map(entry ->
                        new SharedDirectory(
                                entry.getKey(),
                                entry.getValue().path(),
                                entry.getValue().namespaces()))
                .toList();
    }
}
