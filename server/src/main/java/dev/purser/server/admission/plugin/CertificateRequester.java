package dev.purser.server.admission.plugin;

import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.request.Identity;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Notes in a request for a certificate who made it, whatever the request says of that. In
/// Kubernetes the storage of the kind does so, which knows the user as admission does here.
public final class CertificateRequester implements AdmissionPlugin {
    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE
                || !request.isFor(CertificateApproval.REQUESTS)) {
            return;
        }
        Identity identity = request.identity();
        ObjectNode spec = request.object().orElseThrow().spec();
        spec.remove(List.of("username", "uid", "groups", "extra"));
        spec.put("username", identity.name());
        if (!identity.uid().isEmpty()) {
            spec.put("uid", identity.uid());
        }
        if (!identity.groups().isEmpty()) {
            ArrayNode groups = spec.putArray("groups");
            identity.groups().forEach(groups::add);
        }
        if (!identity.extra().isEmpty()) {
            ObjectNode extra = spec.putObject("extra");
            identity.extra()
                    .forEach((key, values) -> {
                        ArrayNode list = extra.putArray(key);
                        values.forEach(list::add);
                    });
        }
    }
}
