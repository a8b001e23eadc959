package dev.purser.client.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Serves an [Api] by Kubernetes' URLs over plain HTTP, as far as [RemoteApi] speaks it.
final class HttpFront implements AutoCloseable {
    private final Api api;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> authorizations = new ArrayList<>();

    HttpFront(Api api) throws IOException {
        this.api = api;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The `Authorization` headers that came.
    synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /// What a URL names; an empty name means the collection.
    private record Target(Api.ObjectRef object, String subresource) {
        static Target of(String path) {
            List<String> parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/")));
            String group = parts.removeFirst().equals("api") ? "" : parts.removeFirst();
            String version = parts.removeFirst();
            boolean namespaced = parts.getFirst().equals("namespaces") && parts.size() > 2;
            boolean own = namespaced && List.of("finalize", "status").contains(parts.get(2));
            String namespace = "";
            if (namespaced && !own) {
                parts.removeFirst();
                namespace = parts.removeFirst();
            }
            GroupVersionResource resource =
                    new GroupVersionResource(group, version, parts.removeFirst());
            String name = parts.isEmpty() ? "" : parts.removeFirst();
            String subresource = parts.isEmpty() ? "" : parts.removeFirst();
            return new Target(new Api.ObjectRef(resource, namespace, name), subresource);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        synchronized (this) {
            if (authorization != null) {
                authorizations.add(authorization);
            }
        }
        Target target = Target.of(exchange.getRequestURI().getPath());
        Map<String, String> query = query(exchange.getRequestURI());
        try {
            if (query.containsKey("watch")) {
                stream(exchange, target, query);
            } else {
                send(exchange, 200, answer(exchange, target, query));
            }
        } catch (StatusException e) {
            send(exchange, e.code(), e.toStatus());
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static void send(HttpExchange exchange, int code, JsonNode body) throws IOException {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        exchange.sendResponseHeaders(code, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private JsonNode answer(HttpExchange exchange, Target target, Map<String, String> query)
            throws IOException {
        Api.ObjectRef ref = target.object();
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        JsonNode body = bytes.length == 0 ? null : JsonMapper.shared().readTree(bytes);
        return switch (exchange.getRequestMethod()) {
            case "GET" ->
                    ref.name().isEmpty()
                            ? list(ref, query)
                            : api.get(ref.resource(), ref.namespace(), ref.name()).json();
            case "POST" -> post(target, KubeObject.of((ObjectNode) body)).json();
            case "PUT" -> put(target, KubeObject.of((ObjectNode) body)).json();
            case "PATCH" -> api.patch(ref, target.subresource(), patchType(exchange), body).json();
            default -> {
                api.delete(ref, deleteOptions(body));
                yield JsonNodeFactory.instance.objectNode().put("kind", "Status");
            }
        };
    }

    private KubeObject post(Target target, KubeObject body) {
        return target.subresource().isEmpty()
                ? api.create(target.object().resource(), body)
                : api.createSubresource(target.object(), target.subresource(), body);
    }

    private KubeObject put(Target target, KubeObject body) {
        return target.subresource().isEmpty()
                ? api.update(target.object().resource(), body)
                : api.updateSubresource(target.object(), target.subresource(), body);
    }

    private static PatchType patchType(HttpExchange exchange) {
        String mediaType = exchange.getRequestHeaders().getFirst("Content-Type");
        return Arrays.stream(PatchType.values())
                .filter(type -> type.mediaType().equals(mediaType))
                .findFirst()
                .orElseThrow();
    }

    private static DeleteOptions deleteOptions(JsonNode body) {
        JsonNode grace = body.path("gracePeriodSeconds");
        String policy = body.path("propagationPolicy").asString("");
        JsonNode preconditions = body.path("preconditions");
        return new DeleteOptions(
                grace.isNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
                Arrays.stream(DeleteOptions.Propagation.values())
                        .filter(value -> value.text().equals(policy))
                        .findFirst(),
                text(preconditions.path("uid")),
                text(preconditions.path("resourceVersion")));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
    }

    /// A list as servers send it: without the kind in its items.
    private JsonNode list(Api.ObjectRef ref, Map<String, String> query) {
        ObjectList page =
                api.list(
                        ref.resource(),
                        ref.namespace(),
                        new ListOptions(
                                query.getOrDefault("labelSelector", ""),
                                query.getOrDefault("fieldSelector", ""),
                                Integer.parseInt(query.getOrDefault("limit", "0")),
                                query.getOrDefault("continue", "")));
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        String kind = page.items().isEmpty() ? "" : page.items().getFirst().kind();
        list.put("apiVersion", ref.resource().apiVersion()).put("kind", kind + "List");
        list.putObject("metadata")
                .put("resourceVersion", page.resourceVersion())
                .put("continue", page.continueToken());
        ArrayNode items = list.putArray("items");
        for (KubeObject object : page.items()) {
            object.json().remove(List.of("apiVersion", "kind"));
            items.add(object.json());
        }
        return list;
    }

    private void stream(HttpExchange exchange, Target target, Map<String, String> query)
            throws IOException {
        WatchOptions options =
                new WatchOptions(
                        query.getOrDefault("labelSelector", ""),
                        query.getOrDefault("fieldSelector", ""),
                        query.getOrDefault("resourceVersion", ""));
        Api.ObjectRef ref = target.object();
        try (Watch watch = api.watch(ref.resource(), ref.namespace(), options)) {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.flush();
                write(watch, out);
            }
        }
    }

    private static void write(Watch watch, OutputStream out) throws IOException {
        try {
            while (!watch.isClosed()) {
                Optional<Watch.Event> event = watch.next(Duration.ofSeconds(60));
                if (event.isPresent()) {
                    ObjectNode line = JsonNodeFactory.instance.objectNode();
                    line.put("type", event.get().type().name());
                    line.set("object", event.get().object().json());
                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
