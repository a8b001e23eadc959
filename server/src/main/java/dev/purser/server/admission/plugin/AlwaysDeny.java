package dev.purser.server.admission.plugin;

import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;

/// Lets nothing through, for tests of clients.
public final class AlwaysDeny implements AdmissionPlugin {
    @Override
    public void mutate(AdmissionRequest request) {
        validate(request);
    }

    @Override
    public void validate(AdmissionRequest request) {
        throw request.forbidden("admission control is denying all modifications");
    }
}
