package dev.purser.server.endpoint;

import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.watch.ItemWatch;
import dev.purser.server.watch.WatchItem;
import dev.purser.wire.http.Answer;
import dev.purser.wire.http.PiecedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// WATCH: streams events until the client has had enough, its time is over, or the server stops.
/// Thread-safe.
final class WatchEndpoint {
    /// How long a watch lasts when the client does not say: up to twice this, at random, so that
    /// clients do not all come back at once.
    private static final Duration DEFAULT_TIME = Duration.ofMinutes(30);

    private static final Duration BOOKMARK_PERIOD = Duration.ofMinutes(1);

    private final Registry registry;
    private final FrameEncoder frames;
    private final InstantSource clock;
    private final RandomGenerator random;

    WatchEndpoint(
            Registry registry, FrameEncoder frames, InstantSource clock, RandomGenerator random) {
        this.registry = registry;
        this.frames = frames;
        this.clock = clock;
        this.random = random;
    }

    Answer watch(Exchange exchange, ServedResource resource) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.WATCH);
        ListOptions options = ListOptions.forWatch(exchange.request().query());
        FrameEncoder.Frames encoding = frames.frames(resource, output);
        ItemWatch watch =
                registry.watch(
                        options.watchRequest(
                                resource,
                                ReadEndpoint.namespace(exchange, resource),
                                exchange.info().pathName()));
        return stream(watch, encoding, options, frames.contentType(output));
    }

    /// A stream of whole objects, of other resources too.
    ///
    /// @param described the resource that bookmarks are of
    Answer watchConfig(Exchange exchange, ItemWatch watch, ServedResource described) {
        Output output = Output.plain();
        ListOptions options = ListOptions.forWatch(exchange.request().query());
        return stream(watch, frames.frames(described, output), options, frames.contentType(output));
    }

    private Answer stream(
            ItemWatch watch,
            FrameEncoder.Frames encoding,
            ListOptions options,
            String contentType) {
        Duration time =
                options.timeout()
                        .orElseGet(() ->
                                DEFAULT_TIME.plusSeconds(
                                        random.nextLong(DEFAULT_TIME.toSeconds())));
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        Stream stream = new Stream(watch, encoding, time, begun);
        boolean bookmarks = options.wantsBookmarks();
        return Answer.streamed(
                contentType,
                new Answer.Streamed(
                        out -> pump(stream, bookmarks, PiecedOutput.over(out)),
                        watch::close,
                        begun));
    }

    private record Stream(
            ItemWatch watch,
            FrameEncoder.Frames frames,
            Duration time,
            CompletableFuture<Boolean> begun) {}

    private void pump(Stream stream, boolean bookmarks, OutputStream out) throws IOException {
        Instant end = clock.instant().plus(stream.time());
        Instant nextBookmark = clock.instant().plus(BOOKMARK_PERIOD);
        try (ItemWatch watch = stream.watch()) {
            if (stream.time().isPositive()) {
                drain(stream, watch.next(Duration.ZERO), out);
            }
            stream.begun().complete(true);
            while (!watch.isOver()) {
                Instant now = clock.instant();
                if (!now.isBefore(end)) {
                    return;
                }
                Instant wake = bookmarks && nextBookmark.isBefore(end) ? nextBookmark : end;
                Duration wait = Duration.between(now, wake);
                Optional<WatchItem> item = watch.next(wait.isNegative() ? Duration.ZERO : wait);
                if (item.isPresent()) {
                    drain(stream, item, out);
                } else if (bookmarks && !clock.instant().isBefore(nextBookmark)) {
                    nextBookmark = clock.instant().plus(BOOKMARK_PERIOD);
                    out.write(
                            stream.frames()
                                    .frame(
                                            new WatchItem.Bookmark(
                                                    watch.progressRevision(),
                                                    WatchItem.Moment.ROUTINE)));
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            // The server stops: the stream ends here, complete.
            Thread.currentThread().interrupt();
        }
    }

    /// Writes an item and all that are ready behind it, and flushes when nothing is: so does
    /// Kubernetes.
    private static void drain(Stream stream, Optional<WatchItem> first, OutputStream out)
            throws IOException, InterruptedException {
        Optional<WatchItem> item = first;
        while (item.isPresent()) {
            out.write(stream.frames().frame(item.get()));
            item = stream.watch().next(Duration.ZERO);
        }
        out.flush();
    }
}
