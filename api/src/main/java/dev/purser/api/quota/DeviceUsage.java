package dev.purser.api.quota;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// ResourceClaims and the devices they ask for, by device class, as many as they could get at
/// worst.
record DeviceUsage() implements Usage {
    private static final String COUNT = ObjectCount.name("resourceclaims.resource.k8s.io");
    private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";

    /// As many devices as one claim can get.
    private static final long DEVICES_MAX = 32;

    @Override
    public Set<String> matching(Collection<String> names) {
        Set<String> result = new HashSet<>();
        for (String name : names) {
            if (name.equals(COUNT) || name.endsWith(OF_CLASS)) {
                result.add(name);
            }
        }
        return result;
    }

    @Override
    public ResourceAmounts of(KubeObject claim) {
        ResourceAmounts sum = ResourceAmounts.nothing().with(COUNT, Quantity.of(1));
        JsonNode requests = claim.json().path("spec").path("devices").path("requests");
        for (JsonNode request : requests) {
            sum = sum.plus(ofRequest(request));
        }
        return sum;
    }

    private static ResourceAmounts ofRequest(JsonNode request) {
        if (request.path("exactly").isObject()) {
            return devices(request.path("exactly"));
        }
        ResourceAmounts worst = ResourceAmounts.nothing();
        for (JsonNode choice : request.path("firstAvailable")) {
            worst = worst.max(devices(choice));
        }
        return worst;
    }

    private static ResourceAmounts devices(JsonNode request) {
        long count =
                switch (request.path("allocationMode").asString("")) {
                    case "ExactCount" -> request.path("count").asLong(0);
                    case "All" -> DEVICES_MAX;
                    default -> 0;
                };
        return ResourceAmounts.nothing()
                .with(request.path("deviceClassName").asString("") + OF_CLASS, Quantity.of(count));
    }
}
