package dev.purser.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.wire.request.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInfoTests {
    private static Attributes parse(String method, String path, String query) {
        return RequestInfo.parse(method, path, Query.parse(query)).attributes();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET, /api/v1/namespaces, '', list, namespaces, '', '', ''",
                "GET, /api/v1/namespaces/a, '', get, namespaces, a, a, ''",
                "PUT, /api/v1/namespaces/a/finalize, '', update, namespaces, a, a, finalize",
                "GET, /api/v1/namespaces/a/pods, '', list, pods, a, '', ''",
                "GET, /api/v1/namespaces/a/pods/, watch=1, watch, pods, a, '', ''",
                "GET, /api/v1/namespaces/a/pods, watch=false, list, pods, a, '', ''",
                "POST, /api/v1/namespaces/a/pods/p/exec, '', create, pods, a, p, exec",
                "DELETE, /api/v1/namespaces/a/pods, '', deletecollection, pods, a, '', ''",
                "DELETE, /api/v1/namespaces/a/pods/p, '', delete, pods, a, p, ''",
                "GET, /apis/apps/v1/deployments, '', list, deployments, '', '', ''",
                "GET, /api/v1/watch/namespaces/a/pods/p, '', watch, pods, a, p, ''",
                "GET, /api/v1/watch/pods, '', watch, pods, '', '', ''",
                "DELETE, /api/v1/namespaces/a/pods, fieldSelector=metadata.name%3Dp, deletecollection, pods, a, '', ''",
                "GET, /api/v1/watch/pods, fieldSelector=metadata.name%3Dp, watch, pods, '', '', ''",
                "GET, /api/v1/namespaces/a/pods, fieldSelector=metadata.name%3Da%2Fb, list, pods, a, '', ''",
                "GET, /api/v1/namespaces/a/pods, fieldSelector=metadata.name%3D.., list, pods, a, '', ''"
            })
    void readsVerbAndResource(
            String method,
            String path,
            String query,
            String verb,
            String resource,
            String namespace,
            String name,
            String subresource) {
        Attributes attributes = parse(method, path, query);
        assertThat(attributes.verb()).isEqualTo(verb);
        assertThat(attributes.resource()).isEqualTo(resource);
        assertThat(attributes.namespace()).isEqualTo(namespace);
        assertThat(attributes.name()).isEqualTo(name);
        assertThat(attributes.subresource()).isEqualTo(subresource);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/version", "/api", "/api/v1", "/apis/apps/v1", "/healthz/ping"})
    void seesNoResourceInOtherPaths(String path) {
        Attributes attributes = parse("GET", path, "");
        assertThat(attributes.isResourceRequest()).isFalse();
        assertThat(attributes.verb()).isEqualTo("get");
    }

    @Test
    void takesTheNameOfACollectionFromAFieldSelector() {
        Attributes attributes =
                parse("GET", "/api/v1/namespaces/a/pods", "fieldSelector=metadata.name%3Dp");
        assertThat(attributes.verb()).isEqualTo("list");
        assertThat(attributes.name()).isEqualTo("p");
    }

    @Test
    void givesNoSelectorsToThePathsThatBeginWithWatch() {
        String selector = "fieldSelector=spec.nodeName%3Dn";
        assertThat(parse("GET", "/api/v1/pods", "watch=1&" + selector).fields().isEverything())
                .isFalse();
        assertThat(parse("GET", "/api/v1/watch/pods", selector).fields().isEverything()).isTrue();
    }
}
