package dev.purser.node.serve;

import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds the endpoint of a path. Paths are patterns such as `/exec/{podNamespace}/{podID}`; a last
/// segment `{name:*}` takes all that follows. Immutable.
final class Routes {
    private final List<Route> routes;

    /// @param method empty for any
    private record Route(String method, List<String> pattern, Endpoint endpoint) {
        private static final String REST = ":*}";

        Optional<Map<String, String>> match(List<String> segments) {
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < pattern.size(); i++) {
                String part = pattern.get(i);
                if (part.endsWith(REST)) {
                    String name = part.substring(1, part.length() - REST.length());
                    parameters.put(
                            name,
                            String.join(
                                    "/",
                                    segments.subList(
                                            Math.min(i, segments.size()), segments.size())));
                    return Optional.of(parameters);
                }
                if (i >= segments.size()) {
                    return Optional.empty();
                }
                if (part.startsWith("{")) {
                    parameters.put(part.substring(1, part.length() - 1), segments.get(i));
                } else if (!part.equals(segments.get(i))) {
                    return Optional.empty();
                }
            }
            return pattern.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
        }
    }

    private Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /// Collects routes.
    static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        Builder get(String pattern, Endpoint endpoint) {
            return add("GET", pattern, endpoint);
        }

        Builder post(String pattern, Endpoint endpoint) {
            return add("POST", pattern, endpoint);
        }

        /// For `GET`, as a WebSocket begins, and `POST`.
        Builder upgraded(String pattern, Endpoint endpoint) {
            return get(pattern, endpoint).post(pattern, endpoint);
        }

        /// For every method.
        Builder any(String pattern, Endpoint endpoint) {
            return add("", pattern, endpoint);
        }

        private Builder add(String method, String pattern, Endpoint endpoint) {
            routes.add(new Route(method, segments(pattern), endpoint));
            return this;
        }

        Routes build() {
            return new Routes(routes);
        }
    }

    /// The answer of the endpoint that a request is for, or that there is none, in the words of
    /// kubelet's two routers.
    Answer answer(ApiRequest request) {
        List<String> segments = segments(request.path());
        TreeSet<String> otherMethods = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = route.match(segments);
            if (parameters.isEmpty()) {
                continue;
            }
            if (route.method().isEmpty() || route.method().equals(request.method())) {
                return route.endpoint().answer(new Call(request, parameters.get()));
            }
            otherMethods.add(route.method());
        }
        if (!otherMethods.isEmpty()) {
            return NodeAnswers.plain(405, "405: Method Not Allowed")
                    .with("Allow", String.join(", ", otherMethods));
        }
        return isBelowService(segments)
                ? NodeAnswers.plain(404, "404: Page Not Found")
                : Answer.text(404, "404 page not found\n");
    }

    private boolean isBelowService(List<String> segments) {
        return routes.stream()
                .filter(route -> !route.method().isEmpty())
                .anyMatch(route -> route.pattern().getFirst().equals(segments.getFirst()));
    }

    private static List<String> segments(String path) {
        String bare = path.startsWith("/") ? path.substring(1) : path;
        String trimmed = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
        return List.of(trimmed.split("/", -1));
    }
}
