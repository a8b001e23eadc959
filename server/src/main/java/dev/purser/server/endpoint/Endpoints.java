package dev.purser.server.endpoint;

import dev.purser.server.proxy.HttpProxy;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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
    public ResourceEndpoint resource(List<ApiExtension> extensions) {
        Verbs verbs =
                new Verbs(
                        new ReadEndpoint(registry, answers),
                        new WatchEndpoint(registry, new FrameEncoder(answers), clock, random),
                        new WriteEndpoint(registry, bodies, changes, answers),
                        new DeleteEndpoint(registry, bodies, answers),
                        subresources,
                        connections,
                        proxy);
        return new ResourceEndpoint(
                resources,
                verbs,
                extensions.stream()
                        .collect(
                                Collectors.toMap(
                                        extension -> extension.group().name(),
                                        Function.identity())));
    }
}
