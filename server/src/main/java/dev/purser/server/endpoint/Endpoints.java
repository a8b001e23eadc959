package dev.purser.server.endpoint;

import dev.purser.client.node.ConfigFeed;
import dev.purser.server.audit.Auditor;
import dev.purser.server.proxy.HttpProxy;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.wire.http.Answer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The parts of this package, put together.
///
/// @param random spreads the ends of watches
public record Endpoints(
        Resources resources,
        Registry registry,
        Bodies bodies,
        Changes changes,
        Answers answers,
        Subresources subresources,
        PodConnections connections,
        HttpProxy proxy,
        InstantSource clock,
        RandomGenerator random) {

    /// What answers resource requests.
    ///
    /// @param extensions the groups that are served by something else
    /// @param auditor notes which Secrets a node is told of
    public ResourceEndpoint resource(List<ApiExtension> extensions, Auditor auditor) {
        WatchEndpoint watches =
                new WatchEndpoint(registry, new FrameEncoder(answers), clock, random);
        Verbs verbs =
                new Verbs(
                        new ReadEndpoint(registry, answers),
                        watches,
                        new WriteEndpoint(registry, bodies, changes, answers),
                        new DeleteEndpoint(registry, bodies, answers),
                        subresources,
                        connections,
                        proxy);
        Map<String, Function<Exchange, Answer>> groups = new HashMap<>();
        extensions.forEach(extension -> groups.put(extension.group().name(), extension::answer));
        groups.put(
                ConfigFeed.RESOURCE.group(),
                new ConfigFeedEndpoint(resources, registry, watches, auditor)::answer);
        return new ResourceEndpoint(resources, verbs, groups);
    }
}
