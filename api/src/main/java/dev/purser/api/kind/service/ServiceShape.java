package dev.purser.api.kind.service;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What the spec of a Service says about the Service.
///
/// @param spec is read when it is asked, not copied
public record ServiceShape(ObjectNode spec) {
    static final String NONE = "None";
    static final String CLUSTER_IP = "ClusterIP";
    static final String NODE_PORT = "NodePort";
    static final String LOAD_BALANCER = "LoadBalancer";
    static final String EXTERNAL_NAME = "ExternalName";

    public static ServiceShape of(KubeObject service) {
        return new ServiceShape(service.spec());
    }

    String type() {
        return Trees.text(spec, "type");
    }

    public String clusterIp() {
        return Trees.text(spec, "clusterIP");
    }

    public List<String> clusterIps() {
        return Trees.texts(spec, "clusterIPs");
    }

    public List<String> ipFamilies() {
        return Trees.texts(spec, "ipFamilies");
    }

    String ipFamilyPolicy() {
        return Trees.text(spec, "ipFamilyPolicy");
    }

    public List<ObjectNode> ports() {
        return Trees.items(spec, "ports");
    }

    static int nodePort(ObjectNode port) {
        return port.path("nodePort").asInt(0);
    }

    /// The node ports of all ports that have one.
    public List<Integer> nodePorts() {
        return ports().stream().map(ServiceShape::nodePort).filter(port -> port != 0).toList();
    }

    /// The port for health checks; 0 for none.
    public int healthCheckNodePort() {
        return spec.path("healthCheckNodePort").asInt(0);
    }

    boolean isExternalName() {
        return type().equals(EXTERNAL_NAME);
    }

    boolean isLoadBalancer() {
        return type().equals(LOAD_BALANCER);
    }

    /// Whether Services of this type have addresses, be it none.
    public boolean needsAddress() {
        return !isExternalName();
    }

    /// Whether it says that it has no address.
    public boolean isHeadless() {
        return clusterIps().equals(List.of(NONE));
    }

    boolean hasSelector() {
        return !spec.path("selector").isEmpty();
    }

    /// Whether Services of this type may have node ports.
    public boolean mayHaveNodePorts() {
        return type().equals(NODE_PORT) || isLoadBalancer();
    }

    /// Whether node ports are allocated for ports that name none.
    public boolean wantsNodePorts() {
        return type().equals(NODE_PORT)
                || (isLoadBalancer() && spec.path("allocateLoadBalancerNodePorts").asBoolean(true));
    }

    boolean isExternallyAccessible() {
        return mayHaveNodePorts()
                || (type().equals(CLUSTER_IP) && !spec.path("externalIPs").isEmpty());
    }

    /// Whether load balancers ask each node if it has an endpoint.
    public boolean needsHealthCheck() {
        return isLoadBalancer() && Trees.text(spec, "externalTrafficPolicy").equals("Local");
    }
}
