package dev.purser.server.audit;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.server.watch.Disclosure;

/// Logs each Secret that a node's configuration feed begins to tell of as the watch of that Secret
/// which it stands for. Thread-safe.
public final class WatchedSecrets implements Disclosure {
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");

    private final Auditor auditor;
    private final Identity identity;
    private final String program;

    /// @param program the User-Agent of whoever watches
    public WatchedSecrets(Auditor auditor, Identity identity, String program) {
        this.auditor = auditor;
        this.identity = identity;
        this.program = program;
    }

    @Override
    public void begins(String namespace, String name) {
        Attributes watched =
                new Attributes(
                        "watch",
                        SECRETS.group(),
                        SECRETS.version(),
                        SECRETS.resource(),
                        "",
                        namespace,
                        name,
                        "");
        InternalCall call =
                InternalCall.selecting(identity, program, watched, "", "metadata.name=" + name);
        // A watch is logged at its beginning.
        boolean _ =
                auditor.followLasting(
                        call,
                        (trail, _) -> {
                            trail.add("authorization.k8s.io/decision", "allow");
                            return true;
                        });
    }
}
