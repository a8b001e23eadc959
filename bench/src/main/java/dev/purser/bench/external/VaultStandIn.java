package dev.purser.bench.external;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;

/// Answers reads of a KV engine of version 2 as Vault does, with a value for every key, after as
/// long as a real one might take; counts who asks. Thread-safe.
final class VaultStandIn implements AutoCloseable {
    private static final int BACKLOG = 1000;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration latency;
    private final List<Long> reads = new ArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAccumulator mostUnderWay = new LongAccumulator(Long::max, 0);
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean broken;

    VaultStandIn(Duration latency) throws IOException {
        this.latency = latency;
        this.server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(workers);
        server.createContext("/v1/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What a key has in a generation of values.
    static String value(int generation) {
        return "generation-" + generation;
    }

    /// Gives every key a new value.
    int change() {
        return generation.incrementAndGet();
    }

    /// Whether every request is answered with an error from now on.
    void setBroken(boolean isBroken) {
        broken = isBroken;
    }

    /// When values were asked for, by the virtual machine's clock, since the last time; forgotten
    /// then.
    synchronized List<Long> takeReads() {
        List<Long> taken = List.copyOf(reads);
        reads.clear();
        return taken;
    }

    /// How many requests were answered at the same time, at most, since the last time.
    long takeMostUnderWay() {
        return mostUnderWay.getThenReset();
    }

    private synchronized void noteRead() {
        reads.add(System.nanoTime());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean isRead = path.contains("/data/");
        if (isRead) {
            noteRead();
        }
        mostUnderWay.accumulate(underWay.incrementAndGet());
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            LockSupport.parkNanos(latency.toNanos());
            if (broken) {
                send(exchange, 503, "{\"errors\":[\"Vault is sealed\"]}");
            } else {
                send(exchange, 200, isRead ? secret() : token());
            }
        } finally {
            underWay.decrementAndGet();
        }
    }

    private String secret() {
        return """
        {"data":{"data":{"password":"%s","user":"%s"},
         "metadata":{"version":%d,"destroyed":false,"deletion_time":"",
          "created_time":"2026-11-23T14:00:00.000000000Z"}}}
        """
                .formatted(value(generation.get()), "u".repeat(100), generation.get() + 1);
    }

    private static String token() {
        return """
        {"request_id":"1","lease_id":"","renewable":false,"lease_duration":0,
         "data":{"accessor":"a","creation_time":1,"creation_ttl":0,"display_name":"root",
          "entity_id":"","expire_time":null,"explicit_max_ttl":0,"id":"t","meta":null,
          "num_uses":0,"orphan":true,"path":"auth/token/root","policies":["root"],
          "renewable":false,"ttl":0,"type":"service"},
         "wrap_info":null,"warnings":null,"auth":null}
        """;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }
}
