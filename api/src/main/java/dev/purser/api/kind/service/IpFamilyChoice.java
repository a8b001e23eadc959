package dev.purser.api.kind.service;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpFamily;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Decides of which families a Service's addresses are, on a cluster that has one (KEP-563).
public final class IpFamilyChoice {
    private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Service");
    private static final String POLICY = "spec.ipFamilyPolicy";
    private static final String FAMILIES = "ipFamilies";
    private static final String ADDRESSES = "clusterIPs";
    private static final String SINGLE = "SingleStack";
    private static final String REQUIRE_DUAL = "RequireDualStack";
    private static final String PREFER_DUAL = "PreferDualStack";

    private final IpFamily family;

    /// @param family the cluster's
    public IpFamilyChoice(IpFamily family) {
        this.family = family;
    }

    /// Sets policy and families of a new or changed Service.
    ///
    /// @param old what it was; empty when it is new
    /// @throws dev.purser.api.status.StatusException when the client asks for what cannot be
    public void apply(KubeObject service, Optional<KubeObject> old) {
        ServiceShape shape = ServiceShape.of(service);
        Optional<ServiceShape> before = old.map(ServiceShape::of);
        boolean staysAsItIs = before.filter(was -> isSamePreference(shape, was)).isPresent();
        if (shape.isExternalName() || staysAsItIs) {
            return;
        }
        setPolicy(shape, before);
        FieldErrors errors = new FieldErrors();
        List<String> known = before.map(ServiceShape::clusterIps).orElse(List.of());
        ServiceAddressValidation.validate(shape, known, errors);
        errors.throwIfAny(KIND, service.name());
        before.ifPresent(was -> checkReduction(shape, was, errors));
        checkSingle(shape, errors);
        inferFamilies(shape, errors);
        errors.throwIfAny(KIND, service.name());
        if (shape.clusterIp().equals(ServiceShape.NONE) && !shape.hasSelector()) {
            chooseForOtherEndpoints(shape);
            return;
        }
        checkAvailable(shape, errors);
        errors.throwIfAny(KIND, service.name());
        if (shape.ipFamilies().isEmpty()) {
            shape.spec().putArray(FAMILIES).add(family.toString());
        }
    }

    private static boolean isSamePreference(ServiceShape shape, ServiceShape before) {
        String policy = before.ipFamilyPolicy();
        return shape.ipFamilyPolicy().equals(PREFER_DUAL)
                && (policy.isEmpty() || policy.equals(PREFER_DUAL))
                && shape.type().equals(before.type())
                && shape.clusterIps().equals(before.clusterIps())
                && shape.ipFamilies().equals(before.ipFamilies());
    }

    private static void setPolicy(ServiceShape shape, Optional<ServiceShape> before) {
        String fresh =
                shape.clusterIp().equals(ServiceShape.NONE) && !shape.hasSelector()
                        ? REQUIRE_DUAL
                        : SINGLE;
        String policy =
                before.map(ServiceShape::ipFamilyPolicy)
                        .filter(was -> !was.isEmpty())
                        .orElse(fresh);
        if (!Trees.has(shape.spec(), "ipFamilyPolicy")) {
            shape.spec().put("ipFamilyPolicy", policy);
        }
    }

    /// Giving up the second family must be said clearly; then it is done.
    private static void checkReduction(
            ServiceShape shape, ServiceShape before, FieldErrors errors) {
        if (shape.ipFamilyPolicy().equals(SINGLE)) {
            keepFirst(shape.spec(), before.spec(), ADDRESSES);
            keepFirst(shape.spec(), before.spec(), FAMILIES);
            return;
        }
        if (isReduced(shape.clusterIps(), before.clusterIps())) {
            refusePolicy(
                    shape, "must be 'SingleStack' to release the secondary cluster IP", errors);
        }
        if (isReduced(shape.ipFamilies(), before.ipFamilies())) {
            refusePolicy(shape, "must be 'SingleStack' to release the secondary IP family", errors);
        }
    }

    private static void keepFirst(ObjectNode spec, ObjectNode before, String field) {
        JsonNode list = spec.path(field);
        if (list.size() > 1 && list.equals(before.path(field))) {
            JsonNode first = list.get(0);
            spec.putArray(field).add(first);
        }
    }

    private static boolean isReduced(List<String> now, List<String> before) {
        return !now.isEmpty() && now.size() < before.size();
    }

    private static void refusePolicy(ServiceShape shape, String why, FieldErrors errors) {
        errors.invalid(POLICY, shape.ipFamilyPolicy(), why);
    }

    private static void checkSingle(ServiceShape shape, FieldErrors errors) {
        if (!shape.ipFamilyPolicy().equals(SINGLE)) {
            return;
        }
        String why =
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple %s are specified";
        if (shape.clusterIps().size() == 2) {
            refusePolicy(shape, why.formatted("cluster IPs"), errors);
        }
        if (shape.ipFamilies().size() == 2) {
            refusePolicy(shape, why.formatted("IP families"), errors);
        }
    }

    private void inferFamilies(ServiceShape shape, FieldErrors errors) {
        List<String> addresses = shape.clusterIps();
        for (int i = shape.ipFamilies().size(); i < addresses.size(); i++) {
            if (addresses.get(i).equals(ServiceShape.NONE)) {
                return;
            }
            IpFamily other = IpAddress.parse(addresses.get(i)).orElseThrow().family();
            if (other == family) {
                families(shape).add(other.toString());
            } else {
                errors.invalid(
                        "spec.clusterIPs[%d]".formatted(i),
                        shape.spec().path(ADDRESSES),
                        other + " is not configured on this cluster");
            }
        }
    }

    private static ArrayNode families(ServiceShape shape) {
        return shape.spec().get(FAMILIES) instanceof ArrayNode array
                ? array
                : shape.spec().putArray(FAMILIES);
    }

    /// Endpoints that a user keeps may be of any family, whatever the cluster has.
    private void chooseForOtherEndpoints(ServiceShape shape) {
        ArrayNode families = families(shape);
        if (families.isEmpty()) {
            families.add(family.toString());
        }
        if (families.size() == 1 && !shape.ipFamilyPolicy().equals(SINGLE)) {
            families.add(families.get(0).asString().equals("IPv4") ? "IPv6" : "IPv4");
        }
    }

    private void checkAvailable(ServiceShape shape, FieldErrors errors) {
        if (shape.ipFamilyPolicy().equals(REQUIRE_DUAL)) {
            refusePolicy(shape, "this cluster is not configured for dual-stack services", errors);
        }
        List<String> wanted = shape.ipFamilies();
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).equals(family.toString())) {
                errors.invalid(
                        "spec.ipFamilies[%d]".formatted(i),
                        wanted.get(i),
                        "not configured on this cluster");
            }
        }
    }
}
