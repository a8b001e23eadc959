package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Services take no external addresses that they do not have already (CVE-2020-8554).
public final class DenyServiceExternalIps implements AdmissionPlugin {
    private static final GroupResource SERVICES = new GroupResource("", "services");

    @Override
    public void validate(AdmissionRequest request) {
        boolean isWrite =
                request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (isWrite
                && request.isFor(SERVICES)
                && !addresses(request.old()).containsAll(addresses(request.object()))) {
            throw request.forbidden("Use of external IPs is denied by admission control");
        }
    }

    private static Set<String> addresses(Optional<KubeObject> service) {
        Set<String> addresses = new HashSet<>();
        service.ifPresent(object ->
                object.json()
                        .at("/spec/externalIPs")
                        .forEach(address -> addresses.add(address.asString(""))));
        return addresses;
    }
}
