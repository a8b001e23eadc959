package dev.purser.node.launch;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;

/// The handlers in the runtime that pods name by `runtimeClassName` (KEP-585). Thread-safe.
public final class RuntimeClasses {
    private static final GroupVersionResource CLASSES =
            new GroupVersionResource("node.k8s.io", "v1", "runtimeclasses");

    private final Api api;

    public RuntimeClasses(Api api) {
        this.api = api;
    }

    /// The handler for a pod; empty for the runtime's own choice.
    ///
    /// @throws IOException in kubelet's words, when there is no such class or nobody tells
    public String handler(PodSpec pod) throws IOException {
        String name = pod.json().path("runtimeClassName").asString("");
        if (name.isEmpty()) {
            return "";
        }
        try {
            return api.get(CLASSES, "", name).json().path("handler").asString("");
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                throw new IOException(
                        "runtimeclass.node.k8s.io \"%s\" not found".formatted(name), e);
            }
            throw failure(name, e);
        } catch (ApiUnavailableException e) {
            throw failure(name, e);
        }
    }

    private static IOException failure(String name, RuntimeException cause) {
        return new IOException(
                "failed to lookup RuntimeClass %s: %s".formatted(name, cause.getMessage()), cause);
    }
}
