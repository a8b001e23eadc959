package dev.purser.controllers.certificate;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.expiry.ExpiryController;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Removes requests for certificates that are over (`csrcleaner`): decided ones an hour after the
/// decision, those that nobody decides or signs after a day.
public final class CertificateCleaner {
    private static final Duration DECIDED = Duration.ofHours(1);
    private static final Duration WAITING = Duration.ofHours(24);

    private CertificateCleaner() {}

    /// The controller.
    public static Controller of(ControllerContext context) {
        return new ExpiryController(
                "certificate-cleaner",
                context,
                context.informers().of(SigningRequest.RESOURCE),
                CertificateCleaner::end);
    }

    /// When a request is over, by whatever says so first.
    private static Optional<Instant> end(KubeObject object) {
        SigningRequest request = new SigningRequest(object);
        List<Instant> ends = new ArrayList<>();
        if (request.isPending()) {
            request.created().ifPresent(created -> ends.add(created.plus(WAITING)));
        }
        for (String verdict : List.of(SigningRequest.DENIED, SigningRequest.FAILED)) {
            request.written(verdict).ifPresent(time -> ends.add(time.plus(DECIDED)));
        }
        Duration patience = request.isIssued() ? DECIDED : WAITING;
        request.written(SigningRequest.APPROVED).ifPresent(time -> ends.add(time.plus(patience)));
        return ends.isEmpty() ? Optional.empty() : Optional.of(Collections.min(ends));
    }
}
