package dev.purser.controllers.certificate;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.expiry.ExpiryController;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Removes requests for pods' certificates a quarter of an hour after they were made
/// (`podcertificaterequestcleaner`): by then they are answered, or never will be.
public final class PodCertificateCleaner {
    private static final GroupVersionResource RESOURCE =
            new GroupVersionResource("certificates.k8s.io", "v1", "podcertificaterequests");
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private PodCertificateCleaner() {}

    /// The controller.
    public static Controller of(ControllerContext context) {
        return new ExpiryController(
                "pod-certificate-cleaner",
                context,
                context.informers().of(RESOURCE),
                PodCertificateCleaner::end);
    }

    private static Optional<Instant> end(KubeObject request) {
        return Timestamps.parse(request.metadata().path("creationTimestamp").asString(""))
                .map(created -> created.plus(LIFETIME));
    }
}
