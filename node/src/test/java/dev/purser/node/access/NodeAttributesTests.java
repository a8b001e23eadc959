package dev.purser.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAttributesTests {
    private static final ApiRequest.Headers NONE =
            new ApiRequest.Headers() {
                @Override
                public String first(String name) {
                    return "";
                }

                @Override
                public List<String> all(String name) {
                    return List.of();
                }

                @Override
                public Set<String> names() {
                    return Set.of();
                }
            };

    private static NodeAttributes of(String method, String path) {
        return NodeAttributes.of(
                new ApiRequest(method, path, Query.empty(), NONE, List.of(), () -> new byte[0]));
    }

    /// The table of kubelet's `auth.go`, but that a WebSocket needs what POST needs.
    @ParameterizedTest
    @CsvSource({
        "GET, /pods, get, pods proxy",
        "GET, /runningpods/, get, pods proxy",
        "GET, /healthz/ping, get, healthz proxy",
        "GET, /configz, get, configz proxy",
        "GET, /stats/summary, get, stats",
        "POST, /stats/summary, create, stats",
        "GET, /metrics/cadvisor, get, metrics",
        "GET, /metrics, get, metrics",
        "GET, /logs/, get, log",
        "GET, /logs, get, log",
        "POST, /checkpoint/a/b/c, create, checkpoint",
        "GET, /statusz, get, statusz",
        "GET, /flagz, get, configz",
        "POST, /exec/a/b/c, create, proxy",
        "GET, /exec/a/b/c, create, proxy",
        "GET, /attach/a/b/c, create, proxy",
        "GET, /portForward/a/b, create, proxy",
        "GET, /execute/a/b/c, get, proxy",
        "PUT, /debug/flags/v, update, proxy",
        "GET, /podsandmore, get, proxy",
        "GET, /metricsandmore, get, proxy",
        "HEAD, /pods, '', pods proxy",
    })
    void eachPathNeedsAPermissionOfItsOwn(
            String method, String path, String verb, String subresources) {
        NodeAttributes attributes = of(method, path);

        assertThat(attributes.verb()).isEqualTo(verb);
        assertThat(attributes.subresources()).containsExactly(subresources.split(" "));
    }
}
