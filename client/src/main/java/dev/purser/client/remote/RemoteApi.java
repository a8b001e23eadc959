package dev.purser.client.remote;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The API of a server somewhere else. Thread-safe.
public final class RemoteApi implements Api, AutoCloseable {
    private static final String JSON = "application/json";
    private static final int REFUSAL_BYTES_MAX = 1024 * 1024;

    private final Connection connection;
    private final RemoteLimits limits;
    private final HttpClient http;

    /// Prepares a connection; nothing is sent yet.
    ///
    /// @throws IllegalArgumentException when certificates or keys make no sense
    public RemoteApi(Connection connection) {
        this(connection, RemoteLimits.generous());
    }

    /// Prepares a connection to a server that may be slow or lavish; nothing is sent yet.
    ///
    /// @throws IllegalArgumentException when certificates or keys make no sense
    public RemoteApi(Connection connection, RemoteLimits limits) {
        this.connection = connection;
        this.limits = limits;
        this.http =
                HttpClient.newBuilder()
                        .sslContext(TlsContext.of(connection))
                        .connectTimeout(limits.connect())
                        .build();
    }

    @Override
    public KubeObject get(GroupVersionResource resource, String namespace, String name) {
        return send("GET", ResourcePath.object(new ObjectRef(resource, namespace, name)));
    }

    @Override
    public ObjectList list(GroupVersionResource resource, String namespace, ListOptions options) {
        ResourcePath path =
                ResourcePath.collection(resource, namespace)
                        .with("labelSelector", options.labelSelector())
                        .with("fieldSelector", options.fieldSelector())
                        .with("limit", options.limit() == 0 ? "" : "" + options.limit())
                        .with("continue", options.continueToken());
        KubeObject list = send("GET", path);
        JsonNode metadata = list.metadata();
        return new ObjectList(
                items(list),
                metadata.path("resourceVersion").asString(""),
                metadata.path("continue").asString(""));
    }

    /// The items of a list, with the kind that lists leave out of them.
    private static List<KubeObject> items(KubeObject list) {
        List<KubeObject> items = new ArrayList<>();
        String listKind = list.kind();
        String kind = listKind.substring(0, Math.max(0, listKind.length() - "List".length()));
        for (JsonNode item : list.json().path("items")) {
            ObjectNode json = (ObjectNode) item;
            if (!json.has("kind")) {
                json.put("apiVersion", list.json().path("apiVersion").asString(""));
                json.put("kind", kind);
            }
            items.add(KubeObject.of(json));
        }
        return items;
    }

    @Override
    public Watch watch(GroupVersionResource resource, String namespace, WatchOptions options) {
        ResourcePath path =
                ResourcePath.collection(resource, namespace)
                        .with("watch", "1")
                        .with("allowWatchBookmarks", "true")
                        .with("labelSelector", options.labelSelector())
                        .with("fieldSelector", options.fieldSelector())
                        .with("resourceVersion", options.resourceVersion());
        // One connection each: streams of one HTTP/2 connection are a bounded number.
        HttpRequest request = request(path).version(HttpClient.Version.HTTP_1_1).GET().build();
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        InputStream body = new BoundedLines(response.body(), limits.answerBytes());
        if (response.statusCode() >= 400) {
            throw StatusReader.exception(readAll(body), response.statusCode());
        }
        return new RemoteWatch(body);
    }

    private static byte[] readAll(InputStream body) {
        try (body) {
            return body.readNBytes(REFUSAL_BYTES_MAX);
        } catch (IOException e) {
            throw new ApiUnavailableException("the answer broke off", e);
        }
    }

    @Override
    public KubeObject create(GroupVersionResource resource, KubeObject object) {
        return send(
                "POST", ResourcePath.collection(resource, object.namespace()), JSON, object.json());
    }

    @Override
    public KubeObject createSubresource(ObjectRef parent, String subresource, KubeObject body) {
        return send(
                "POST", ResourcePath.object(parent).subresource(subresource), JSON, body.json());
    }

    @Override
    public KubeObject update(GroupVersionResource resource, KubeObject object) {
        return send(
                "PUT", ResourcePath.object(ObjectRef.of(resource, object)), JSON, object.json());
    }

    @Override
    public KubeObject updateSubresource(ObjectRef parent, String subresource, KubeObject body) {
        return send("PUT", ResourcePath.object(parent).subresource(subresource), JSON, body.json());
    }

    @Override
    public KubeObject patch(ObjectRef object, String subresource, PatchType type, JsonNode patch) {
        ResourcePath path = ResourcePath.object(object).subresource(subresource);
        return send("PATCH", path, type.mediaType(), patch);
    }

    @Override
    public void delete(ObjectRef object, DeleteOptions options) {
        var _ = send("DELETE", ResourcePath.object(object), JSON, body(options));
    }

    private static ObjectNode body(DeleteOptions options) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.gracePeriodSeconds().ifPresent(grace -> body.put("gracePeriodSeconds", grace));
        options.propagation().ifPresent(policy -> body.put("propagationPolicy", policy.text()));
        options.uid().ifPresent(uid -> body.withObject("preconditions").put("uid", uid));
        options.resourceVersion()
                .ifPresent(version ->
                        body.withObject("preconditions").put("resourceVersion", version));
        return body;
    }

    /// Asks for a document that is no object of a resource, or has something done by its path.
    ///
    /// @param method `GET` or `POST`, without a body
    /// @param path such as `/version`
    public ObjectNode document(String method, String path) {
        return tree(request(path).method(method, BodyPublishers.noBody()).build());
    }

    /// Asks for a text, such as a container's log.
    ///
    /// @param path with its query
    public String text(String path) {
        HttpRequest wanted = request(path).setHeader("Accept", "*/*").GET().build();
        HttpResponse<byte[]> response = exchange(wanted);
        if (response.statusCode() >= 400) {
            throw StatusReader.exception(response.body(), response.statusCode());
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private KubeObject send(String method, ResourcePath path) {
        return send(request(path).method(method, BodyPublishers.noBody()).build());
    }

    private KubeObject send(String method, ResourcePath path, String mediaType, JsonNode body) {
        BodyPublisher bytes =
                BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body));
        return send(request(path).header("Content-Type", mediaType).method(method, bytes).build());
    }

    private KubeObject send(HttpRequest request) {
        return KubeObject.of(tree(request));
    }

    private ObjectNode tree(HttpRequest request) {
        HttpResponse<byte[]> response = exchange(request);
        if (response.statusCode() >= 400) {
            throw StatusReader.exception(response.body(), response.statusCode());
        }
        try {
            if (JsonMapper.shared().readTree(response.body()) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (JacksonException e) {
            throw new ApiUnavailableException("the answer is not JSON", e);
        }
        throw new ApiUnavailableException(
                "the answer is no object", new IOException("not a JSON object"));
    }

    private HttpRequest.Builder request(ResourcePath path) {
        return request(path.toString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(connection.server() + path))
                        .timeout(limits.answer())
                        .header("Accept", JSON)
                        .header("User-Agent", "purser");
        if (connection.credential() instanceof Credential.Bearer bearer) {
            request.header("Authorization", bearer.header());
        }
        return request;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        return exchange(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.answerBytes()));
    }

    /// The client's own limit of time is over with the answer's head; this one is for all of it.
    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(limits.answer().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unreachable(new HttpTimeoutException("the answer takes too long"));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiUnavailableException("interrupted", e);
        }
    }

    private ApiUnavailableException unreachable(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new ApiUnavailableException(
                "cannot reach %s: %s".formatted(connection.server(), message), e);
    }

    /// Ends all requests and watches.
    @Override
    public void close() {
        http.shutdownNow();
    }
}
