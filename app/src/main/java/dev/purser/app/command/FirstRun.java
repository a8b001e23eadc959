package dev.purser.app.command;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.app.manifest.Applier;
import dev.purser.app.manifest.Applier.Applied;
import dev.purser.app.manifest.LiveChange;
import dev.purser.app.manifest.ManifestException;
import dev.purser.app.manifest.Rollout;
import dev.purser.app.manifest.ServedKinds;
import dev.purser.app.serve.NodePart;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import dev.purser.app.terminal.Terminal;
import dev.purser.client.Api;
import dev.purser.client.ListOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `up -f`: applies manifests, waits until they run, and shows what their pods say.
final class FirstRun {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final Duration ROLLOUT_MAX = Duration.ofMinutes(2);
    private static final Duration KINDS_MAX = Duration.ofSeconds(30);
    private static final int LINES_SHOWN = 8;

    private final Terminal terminal;
    private final ServeSettings settings;
    private final Purser purser;
    private final Api api;

    FirstRun(Terminal terminal, ServeSettings settings, Purser purser) {
        this.terminal = terminal;
        this.settings = settings;
        this.purser = purser;
        this.api = purser.adminApi();
    }

    void apply(List<KubeObject> manifests, Path source) throws InterruptedException {
        Optional<NodePart> node = purser.node();
        if (node.isPresent()) {
            Path home = Path.of(System.getProperty("purser.home", "."));
            new ExampleImage(home, node.get().images(), terminal)
                    .provideFor(source, settings.directory().node());
        }
        try {
            awaitKinds(manifests);
            List<Applied> applied = applyAll(manifests);
            if (node.isEmpty()) {
                terminal.warning("there is no node, so nothing of this will run");
                return;
            }
            awaitAll(applied);
            List<KubeObject> live = applied.stream().map(Applied::live).toList();
            for (KubeObject workload : live) {
                showLogs(workload, node.get());
            }
            LiveChange.example(live).ifPresent(this::showLiveChange);
        } catch (ManifestException e) {
            throw new CommandFailure("-f: " + e.getMessage(), e);
        }
    }

    /// The kinds that Purser makes beside its start may not be there yet.
    private void awaitKinds(List<KubeObject> manifests) throws InterruptedException {
        boolean isNeeded =
                manifests.stream()
                        .anyMatch(manifest ->
                                manifest.groupVersionKind().group().equals("external-secrets.io"));
        if (isNeeded && !purser.awaitExternalSecrets(KINDS_MAX)) {
            throw new CommandFailure("-f: the kinds of external-secrets.io are not served yet");
        }
    }

    private List<Applied> applyAll(List<KubeObject> manifests) {
        Applier applier = new Applier(api, new ServedKinds(api, Catalog.load()));
        List<Applied> applied = new ArrayList<>();
        for (KubeObject manifest : manifests) {
            Applied one = applier.apply(manifest);
            terminal.done(one.toString());
            applied.add(one);
        }
        return applied;
    }

    private void awaitAll(List<Applied> applied) throws InterruptedException {
        Rollout rollout = new Rollout(api, Clock.systemUTC(), terminal::step);
        for (Applied one : applied) {
            if (Rollout.concerns(one)) {
                rollout.await(one, ROLLOUT_MAX);
                terminal.done(one.live().kind() + " " + one.live().name() + " is rolled out");
            }
        }
    }

    /// Shows what one pod of a workload has to say.
    private void showLogs(KubeObject workload, NodePart node) throws InterruptedException {
        JsonNode labels = workload.json().path("spec").path("selector").path("matchLabels");
        if (!workload.kind().equals("Deployment") || labels.isEmpty()) {
            return;
        }
        List<String> selector = new ArrayList<>();
        labels.properties()
                .forEach(entry -> selector.add(entry.getKey() + "=" + entry.getValue().asString()));
        Optional<KubeObject> pod =
                api
                        .list(
                                PODS,
                                workload.namespace(),
                                ListOptions.labels(String.join(",", selector)))
                        .items()
                        .stream()
                        .filter(each -> each.deletionTimestamp().isEmpty())
                        .findFirst();
        if (pod.isPresent()) {
            terminal.heading("What %s sees:".formatted(pod.get().name()));
            node.lastLines(pod.get(), LINES_SHOWN).forEach(line -> terminal.line("  " + line));
        }
    }

    private void showLiveChange(String command) {
        terminal.heading("Change it while it runs (and watch with 'kubectl logs -f'):");
        terminal.line("  " + command);
    }
}
