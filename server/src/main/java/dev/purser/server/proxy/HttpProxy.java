package dev.purser.server.proxy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.object.ObjectSource;
import dev.purser.wire.request.ApiRequest;
import dev.purser.server.request.Attributes;
import dev.purser.wire.http.Answer;
import java.util.List;
import java.util.random.RandomGenerator;

/// `pods/NAME/proxy/…`, `services/NAME/proxy/…` and `nodes/NAME/proxy/…`. Thread-safe.
///
/// Nodes here serve no HTTP of their own; logs and streams of their pods have other ways.
public final class HttpProxy {
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");

    private final ObjectSource objects;
    private final ProxyTargets targets;
    private final HttpForwarding forwarding = new HttpForwarding();

    /// @param random chooses among the pods of a service
    public HttpProxy(ObjectSource objects, RandomGenerator random) {
        this.objects = objects;
        this.targets = new ProxyTargets(objects, random);
    }

    /// @param rest the segments of the path after `proxy`
    public Answer answer(ApiRequest request, Attributes attributes, List<String> rest) {
        String namespace = attributes.namespace();
        return switch (attributes.resource()) {
            case "pods" -> {
                ProxyName name = ProxyName.parse(attributes.name(), "pod");
                yield forward(request, name, targets.pod(namespace, name), rest);
            }
            case "services" -> {
                ProxyName name = ProxyName.parse(attributes.name(), "service");
                yield forward(request, name, targets.service(namespace, name), rest);
            }
            default -> {
                ProxyName name = ProxyName.parse(attributes.name(), "node");
                if (objects.find(NODES, "", name.name()).isEmpty()) {
                    throw StatusErrors.notFound(NODES.groupResource(), name.name());
                }
                throw ProxyTargets.unavailable(
                        "error trying to reach service: node \"%s\" serves no HTTP"
                                .formatted(name.name()));
            }
        };
    }

    private Answer forward(
            ApiRequest request, ProxyName name, String authority, List<String> rest) {
        if (name.scheme().equals("https")) {
            throw ProxyTargets.unavailable("error trying to reach service: https is not passed on");
        }
        String slash = request.path().endsWith("/") && !rest.isEmpty() ? "/" : "";
        return forwarding.forward(request, authority, "/" + String.join("/", rest) + slash);
    }
}
