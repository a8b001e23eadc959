package dev.purser.api.kind.service;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/// What Kubernetes warns of in Services although it takes them.
final class ServiceWarnings {
    private final ServiceShape shape;
    private final List<String> warnings = new ArrayList<>();

    private ServiceWarnings(ServiceShape shape) {
        this.shape = shape;
    }

    static List<String> of(KubeObject service) {
        ServiceWarnings found = new ServiceWarnings(ServiceShape.of(service));
        if (service.annotations().containsKey("service.kubernetes.io/topology-aware-hints")) {
            found.warnings.add(
                    "annotation service.kubernetes.io/topology-aware-hints is deprecated, please"
                            + " use service.kubernetes.io/topology-mode instead");
        }
        found.addressesAndTypes();
        return found.warnings;
    }

    private void addressesAndTypes() {
        ObjectNode spec = shape.spec();
        boolean isHeadless =
                shape.type().equals(ServiceShape.CLUSTER_IP)
                        && shape.clusterIp().equals(ServiceShape.NONE);
        boolean hasExternalIps = !spec.path("externalIPs").isEmpty();
        String balancerIp = Trees.text(spec, "loadBalancerIP");
        if (!shape.clusterIp().isEmpty() && !shape.clusterIp().equals(ServiceShape.NONE)) {
            spellings("clusterIPs", IpRules::warnings);
        }
        if (isHeadless) {
            ignoredOfHeadless(hasExternalIps, balancerIp);
        }
        spellings("externalIPs", IpRules::warnings);
        if (hasExternalIps && !isHeadless && !shape.isExternalName()) {
            warnings.add(
                    "spec.externalIPs is deprecated and may no longer be implemented in some"
                            + " clusters");
        }
        if (!balancerIp.isEmpty()) {
            warnings.addAll(IpRules.warnings(balancerIp, "spec.loadBalancerIP"));
        }
        spellings("loadBalancerSourceRanges", IpRules::networkWarnings);
        if (shape.isExternalName() && hasExternalIps) {
            warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        }
        if (!shape.isExternalName() && !Trees.text(spec, "externalName").isEmpty()) {
            warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        }
        if (Trees.text(spec, "trafficDistribution").equals("PreferClose")) {
            warnings.add(
                    "spec.trafficDistribution: \"PreferClose\" is deprecated; use"
                            + " \"PreferSameZone\"");
        }
    }

    private void ignoredOfHeadless(boolean hasExternalIps, String balancerIp) {
        if (!balancerIp.isEmpty()) {
            warnings.add("spec.loadBalancerIP is ignored for headless services");
        }
        if (hasExternalIps) {
            warnings.add("spec.externalIPs is ignored for headless services");
        }
        if (!Trees.text(shape.spec(), "sessionAffinity").equals(ServiceShape.NONE)) {
            warnings.add("spec.SessionAffinity is ignored for headless services");
        }
    }

    private void spellings(String field, BiFunction<String, String, List<String>> check) {
        List<String> texts = Trees.texts(shape.spec(), field);
        for (int i = 0; i < texts.size(); i++) {
            warnings.addAll(check.apply(texts.get(i), "spec.%s[%d]".formatted(field, i)));
        }
    }
}
