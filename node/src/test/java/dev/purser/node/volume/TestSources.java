package dev.purser.node.volume;

import dev.purser.client.Api;
import dev.purser.client.time.Timers;
import dev.purser.node.environment.ContainerResources;
import dev.purser.node.environment.NodeResources;
import dev.purser.node.source.ConfigSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;

/// What projected volumes are made of, on a node called `n` that waits for nothing.
final class TestSources {
    private TestSources() {}

    static ProjectionSources of(
            ConfigSource source, Api api, Timers timers, NodeResources resources) {
        return new ProjectionSources(
                source,
                new ServiceAccountTokens(api, timers),
                new TrustBundles(api, timers, new Random(1), Duration.ZERO),
                new PodCertificates(
                        "n", api, timers, new Random(1), new SecureRandom(), Duration.ZERO),
                new ContainerResources(resources));
    }
}
