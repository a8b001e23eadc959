package dev.purser.server.proxy;

import dev.purser.server.object.ObjectSource;
import dev.purser.server.proxy.NodeTargets.NodeTarget;
import dev.purser.server.request.Attributes;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/// `pods/NAME/proxy/…`, `services/NAME/proxy/…` and `nodes/NAME/proxy/…`. Thread-safe.
///
/// A node's own API is asked with the API server's client certificate: what the caller may do there
/// was decided here, as the permission for `nodes/proxy`.
public final class HttpProxy {
    private final ProxyTargets targets;
    private final NodeTargets nodes;
    private final HttpForwarding plain = HttpForwarding.plain();
    private final HttpForwarding kubelets;

    /// @param random chooses among the pods of a service
    /// @param tls knows the nodes of this cluster, and proves to them that this is its API server
    public HttpProxy(ObjectSource objects, RandomGenerator random, Supplier<SSLContext> tls) {
        this.targets = new ProxyTargets(objects, random);
        this.nodes = new NodeTargets(objects);
        this.kubelets = HttpForwarding.secure(tls);
    }

    /// @param rest the segments of the path after `proxy`
    public Answer answer(ApiRequest request, Attributes attributes, List<String> rest) {
        String namespace = attributes.namespace();
        return switch (attributes.resource()) {
            case "pods" -> {
                ProxyName name = ProxyName.parse(attributes.name(), "pod");
                refuseTls(name);
                yield plain.forward(
                        request,
                        ProxyTarget.http(targets.pod(namespace, name)),
                        path(request, rest));
            }
            case "services" -> {
                ProxyName name = ProxyName.parse(attributes.name(), "service");
                refuseTls(name);
                yield plain.forward(
                        request,
                        ProxyTarget.http(targets.service(namespace, name)),
                        path(request, rest));
            }
            default -> {
                ProxyName name = ProxyName.parse(attributes.name(), "node");
                yield switch (nodes.find(name)) {
                    case NodeTarget.Kubelet(ProxyTarget target) ->
                            kubelets.forward(request, target, path(request, rest));
                    case NodeTarget.Other(ProxyTarget target) -> {
                        refuseTls(name);
                        yield plain.forward(request, target, path(request, rest));
                    }
                };
            }
        };
    }

    private static void refuseTls(ProxyName name) {
        if (name.scheme().equals("https")) {
            throw ProxyTargets.unavailable("error trying to reach service: https is not passed on");
        }
    }

    private static String path(ApiRequest request, List<String> rest) {
        String slash = request.path().endsWith("/") && !rest.isEmpty() ? "/" : "";
        return "/" + String.join("/", rest) + slash;
    }
}
