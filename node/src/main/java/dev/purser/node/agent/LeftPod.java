package dev.purser.node.agent;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.launch.ContainerAnnotations;
import dev.purser.node.pod.HookRunner;
import dev.purser.node.pod.HookRunner.Hooked;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A pod that runs although nobody keeps it: ends it by what its containers carry with them, main
/// containers first, then sidecars, the last one first, each with its hook and its grace.
final class LeftPod {
    private static final Logger LOG = LoggerFactory.getLogger(LeftPod.class);
    private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
    private static final Duration GRACE_MIN = Duration.ofSeconds(2);

    private final CriRuntime runtime;
    private final HookRunner hooks;
    private final Sandbox sandbox;
    private final Duration graceLimit;

    /// @param graceLimit the longest that a container may take to end
    LeftPod(CriRuntime runtime, HookRunner hooks, Sandbox sandbox, Duration graceLimit) {
        this.runtime = runtime;
        this.hooks = hooks;
        this.sandbox = sandbox;
        this.graceLimit = graceLimit;
    }

    /// Ends and removes it; what fails is only told.
    void remove() {
        try {
            List<Container> running =
                    runtime.containers(sandbox.pod().uid()).stream()
                            .filter(Container::isRunning)
                            .sorted(Comparator.comparing(Container::createdAt).reversed())
                            .toList();
            stopAll(running.stream().filter(each -> !isSidecar(each)).toList());
            running.stream().filter(LeftPod::isSidecar).forEach(each -> stopAll(List.of(each)));
            runtime.stopSandbox(sandbox.id());
            runtime.removeSandbox(sandbox.id());
        } catch (CriException e) {
            LOG.warn("Pod {} could not be removed: {}", sandbox.pod().display(), e.getMessage());
        }
    }

    private static boolean isSidecar(Container container) {
        return ContainerAnnotations.definition(container).isSidecar();
    }

    private void stopAll(List<Container> containers) {
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            containers.forEach(each -> workers.execute(() -> stop(each)));
        }
    }

    private void stop(Container container) {
        Duration own = ContainerAnnotations.grace(container);
        Duration grace = own.compareTo(graceLimit) < 0 ? own : graceLimit;
        long begin = System.nanoTime();
        try {
            runHook(container, grace);
            Duration rest =
                    grace.minus(
                            Duration.ofNanos(System.nanoTime() - begin)
                                    .truncatedTo(ChronoUnit.SECONDS));
            runtime.stopContainer(container.id(), rest.compareTo(GRACE_MIN) < 0 ? GRACE_MIN : rest);
        } catch (CriException e) {
            LOG.warn("Container {} did not stop: {}", container.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runHook(Container container, Duration grace) throws InterruptedException {
        ContainerSpec definition = ContainerAnnotations.definition(container);
        JsonNode hook = definition.hook("preStop");
        if (hook.isMissingNode() || !grace.isPositive()) {
            return;
        }
        String address = runtime.addresses(sandbox.id()).stream().findFirst().orElse("127.0.0.1");
        hooks.run(new Hooked(pod(), definition, container.id(), address), hook, grace)
                .ifPresent(failure -> LOG.warn("{}", failure));
    }

    private PodSpec pod() {
        PodIdentity identity = sandbox.pod();
        KubeObject pod = KubeObject.named(POD, identity.namespace(), identity.name());
        pod.metadata().put("uid", identity.uid());
        return new PodSpec(pod);
    }
}
