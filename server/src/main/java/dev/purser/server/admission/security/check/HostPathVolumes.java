package dev.purser.server.admission.security.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// No directories of the node are mounted.
final class HostPathVolumes implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        List<String> bad = new ArrayList<>();
        pod.spec()
                .path("volumes")
                .forEach(volume -> {
                    if (volume.path("hostPath").isObject()) {
                        bad.add(JudgedPod.name(volume));
                    }
                });
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "hostPath volumes",
                                Wording.plural("volume", bad) + " " + Wording.quoted(bad)));
    }
}
