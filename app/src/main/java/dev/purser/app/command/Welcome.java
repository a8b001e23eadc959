package dev.purser.app.command;

import dev.purser.api.meta.KubeObject;
import dev.purser.app.data.Instance;
import dev.purser.app.serve.NodePart;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import dev.purser.app.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `up` shows while Purser becomes ready, and what to type then.
final class Welcome {
    private static final Duration NODE_READY_MAX = Duration.ofSeconds(60);
    private static final Duration KINDS_MAX = Duration.ofSeconds(15);

    private final Terminal terminal;
    private final ServeSettings settings;
    private final Purser purser;

    Welcome(Terminal terminal, ServeSettings settings, Purser purser) {
        this.terminal = terminal;
        this.settings = settings;
        this.purser = purser;
    }

    /// Waits until all is ready, and applies the manifests.
    ///
    /// @param source where the manifests are from; null when there are none
    void show(List<KubeObject> manifests, @Nullable Path source) throws InterruptedException {
        terminal.done("API server is ready on " + purser.address());
        if (settings.mode() == Instance.Mode.FULL) {
            awaitNode();
        }
        awaitKinds();
        if (source != null) {
            new FirstRun(terminal, settings, purser).apply(manifests, source);
        }
        terminal.heading("Next:");
        terminal.line("  export KUBECONFIG=" + settings.directory().adminKubeconfig());
        terminal.line(
                settings.mode() == Instance.Mode.API_ONLY
                        ? "  kubectl get namespaces"
                        : "  kubectl get pods -A");
    }

    /// What is typed next may be about external secrets. Only the very first start has to wait, for
    /// the definitions to be made; a server without them is still one.
    private void awaitKinds() throws InterruptedException {
        if (!purser.awaitExternalSecrets(KINDS_MAX)) {
            terminal.warning(
                    "the kinds of external-secrets.io are not served yet: see ./purser status");
        }
    }

    private void awaitNode() throws InterruptedException {
        NodePart node =
                purser.node().orElseThrow(() -> new IllegalStateException("full mode has a node"));
        if (!node.awaitReady(NODE_READY_MAX, Clock.systemUTC())) {
            throw new CommandFailure(
                    "the node was not ready after %d s: see ./purser logs --data-dir %s"
                            .formatted(NODE_READY_MAX.toSeconds(), settings.directory().root()));
        }
        terminal.done("Node %s is ready".formatted(settings.hostName()));
    }
}
