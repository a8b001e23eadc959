package dev.purser.client.remote;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A watch that is read line by line from an HTTP answer, on a virtual thread of its own. When the
/// reader falls behind, so does the connection, and the server decides how long to bear it.
final class RemoteWatch implements Watch {
    private static final Logger log = LoggerFactory.getLogger(RemoteWatch.class);
    private static final int AHEAD_MAX = 256;

    private sealed interface Item {}

    private record Got(Event event) implements Item {}

    private record Failed(StatusException error) implements Item {}

    private record Ended() implements Item {}

    private final InputStream body;
    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD_MAX);
    private final Thread reader;
    private volatile boolean closed;
    private volatile boolean ended;

    RemoteWatch(InputStream body) {
        this.body = body;
        this.reader = Thread.ofVirtual().name("watch-reader").start(this::read);
    }

    private void read() {
        try {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null && !closed) {
                    items.put(parse(line));
                    line = lines.readLine();
                }
            } catch (IOException | JacksonException e) {
                log.debug("watch broke off: {}", e.getMessage());
            }
            items.put(new Ended());
        } catch (InterruptedException e) {
            log.debug("watch closed");
        }
    }

    private static Item parse(String line) {
        JsonNode json = JsonMapper.shared().readTree(line);
        JsonNode object = json.path("object");
        String type = json.path("type").asString("");
        if (type.equals("ERROR") || !(object instanceof ObjectNode tree)) {
            return new Failed(StatusReader.exception(object, 500));
        }
        return new Got(new Event(Type.valueOf(type), KubeObject.of(tree)));
    }

    @Override
    public Optional<Event> next(Duration wait) throws InterruptedException {
        if (isClosed()) {
            return Optional.empty();
        }
        Item item = items.poll(closed ? 0 : wait.toNanos(), TimeUnit.NANOSECONDS);
        return switch (item) {
            case null -> Optional.empty();
            case Got got -> Optional.of(got.event());
            case Ended _ -> {
                ended = true;
                yield Optional.empty();
            }
            case Failed failed -> {
                close();
                throw failed.error();
            }
        };
    }

    @Override
    public boolean isClosed() {
        return ended || (closed && items.isEmpty());
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        try {
            body.close();
        } catch (IOException e) {
            log.debug("closing a watch: {}", e.getMessage());
        }
        // Lets go of a reader that waits in next; a full queue needs no such help.
        var _ = items.offer(new Ended());
    }
}
