package dev.purser.node.volume;

import dev.purser.node.environment.ContainerResources;
import dev.purser.node.source.ConfigSource;

/// Where the files of projected volumes come from, besides the pod itself.
public record ProjectionSources(
        ConfigSource configs,
        ServiceAccountTokens tokens,
        TrustBundles trustBundles,
        PodCertificates certificates,
        ContainerResources resources) {}
