package dev.purser.server.measure;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.ResourceType;
import dev.purser.server.discovery.Documents;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ServedResource;
import dev.purser.wire.http.Answer;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import dev.purser.wire.metrics.ProcessMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/metrics`. Thread-safe.
public final class MetricsDocument implements Documents.Document {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final List<MetricsSource> sources;
    private final Resources resources;
    private final Registry registry;
    private final String version;

    /// @param sources what other parts of the server measure, in the order in which it is shown
    /// @param version of Kubernetes, as `gitVersion` has it
    public MetricsDocument(
            List<MetricsSource> sources, Resources resources, Registry registry, String version) {
        this.sources = List.copyOf(sources);
        this.resources = resources;
        this.registry = registry;
        this.version = version;
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        if (!exchange.request().path().equals("/metrics")) {
            return Optional.empty();
        }
        MetricsText text = new MetricsText();
        text.family("kubernetes_build_info", MetricsText.Type.GAUGE, "The version that is served.");
        text.sample("kubernetes_build_info", List.of(Map.entry("git_version", version)), 1);
        sources.forEach(source -> source.writeTo(text));
        store(text);
        ProcessMetrics.writeTo(text);
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(Answer.of(200, TYPE, body));
    }

    /// Every stored resource once, in whatever version comes first.
    private Collection<ServedResource> stored() {
        Map<GroupResource, ServedResource> stored = new LinkedHashMap<>();
        for (ApiGroup group : resources.catalog().groups()) {
            for (ApiVersion served : group.versions()) {
                for (ResourceType type : served.resources()) {
                    if (type.verbs().contains("list")) {
                        resources
                                .find(type.groupVersionResource())
                                .ifPresent(
                                        found -> stored.putIfAbsent(type.groupResource(), found));
                    }
                }
            }
        }
        return stored.values();
    }

    private void store(MetricsText text) {
        String objects = "apiserver_resource_objects";
        text.family(objects, MetricsText.Type.GAUGE, "Stored objects.");
        for (ServedResource resource : stored()) {
            text.sample(
                    objects,
                    List.of(
                            Map.entry("group", resource.groupResource().group()),
                            Map.entry("resource", resource.groupResource().resource())),
                    registry.count(resource));
        }
        text.family(
                "purser_store_revision", MetricsText.Type.GAUGE, "The version of the last write.");
        text.sample("purser_store_revision", List.of(), registry.revision());
    }
}
