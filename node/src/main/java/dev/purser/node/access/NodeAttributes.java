package dev.purser.node.access;

import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a request to the node needs permission for: a verb on one of some subresources of its Node,
/// as kubelet maps them (KEP-2862), but that GET is not enough to run a command.
///
/// @param subresources permission for any of them will do; the narrow ones come first
public record NodeAttributes(String verb, String path, List<String> subresources) {
    /// `nodes/proxy` stands for all that has no subresource of its own.
    private static final String PROXY = "proxy";

    private static final Map<String, String> VERBS =
            Map.of(
                    "POST", "create",
                    "GET", "get",
                    "PUT", "update",
                    "PATCH", "patch",
                    "DELETE", "delete");

    private static final List<String> COMMANDS =
            List.of("/exec", "/attach", "/portForward", "/run");

    /// Those that are good beside `proxy`.
    private static final List<Map.Entry<String, String>> NARROW =
            List.of(
                    Map.entry("/allocatedPods", "pods"),
                    Map.entry("/pods", "pods"),
                    Map.entry("/healthz", "healthz"),
                    Map.entry("/configz", "configz"),
                    Map.entry("/runningpods", "pods"));

    /// Those for which `proxy` is not good.
    private static final List<Map.Entry<String, String>> SEPARATE =
            List.of(
                    Map.entry("/stats", "stats"),
                    Map.entry("/metrics", "metrics"),
                    Map.entry("/logs", "log"),
                    Map.entry("/checkpoint", "checkpoint"),
                    Map.entry("/statusz", "statusz"),
                    Map.entry("/flagz", "configz"));

    public NodeAttributes {
        subresources = List.copyOf(subresources);
    }

    /// The attributes of a request.
    public static NodeAttributes of(ApiRequest request) {
        List<String> subresources = new ArrayList<>(matching(NARROW, request.path()));
        List<String> separate = matching(SEPARATE, request.path());
        subresources.addAll(separate.isEmpty() ? List.of(PROXY) : separate);
        return new NodeAttributes(verb(request), request.path(), subresources);
    }

    /// A WebSocket begins with GET, but what it does in a container is what POST does: whoever may
    /// only look must not run commands.
    private static String verb(ApiRequest request) {
        boolean isCommand = COMMANDS.stream().anyMatch(root -> isBelow(request.path(), root));
        return isCommand && request.method().equals("GET")
                ? "create"
                : VERBS.getOrDefault(request.method(), "");
    }

    private static List<String> matching(List<Map.Entry<String, String>> paths, String path) {
        return paths.stream()
                .filter(each -> isBelow(path, each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
