package dev.purser.controllers.quota;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quota.ResourceAmounts;
import dev.purser.api.quota.Usage;
import dev.purser.client.Api;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.controllers.metadata.FollowedResource;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/// Keeps the status of each ResourceQuota. The queue holds the quotas' names.
///
/// Admission writes the same status. What it has charged may not be in the caches yet, so a lower
/// count is believed only when nothing was charged for a moment.
public final class QuotaController implements Controller {
    private static final Duration SETTLED = Duration.ofMillis(500);

    /// So often everything is counted anew: what was charged for writes that then failed.
    private static final Duration RECOUNT = Duration.ofMinutes(5);

    private final Api api;
    private final Timers timers;
    private final ObjectCache quotas;
    private final NamespaceUsage usage;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;
    private final Set<ObjectKey> soon = ConcurrentHashMap.newKeySet();
    private final Map<ObjectKey, Instant> charged = new ConcurrentHashMap<>();

    public QuotaController(ControllerContext context, MetadataInformers contents) {
        this.api = context.api();
        this.timers = context.timers();
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("resourcequota-controller", queue, this::reconcile);
        Informer informer = context.informers().of(Resources.RESOURCE_QUOTAS);
        informer.withHandler(new QuotaHandler());
        this.quotas = informer.cache();
        this.usage = new NamespaceUsage(context, contents, new ContentListener());
        contents.onServed(this::countServed);
    }

    /// A resource can be counted that could not be until now.
    private void countServed(FollowedResource resource) {
        concerned(quotas.list(), resource.groupResource()).forEach(this::queueSoon);
    }

    /// The quotas of a namespace that are about a resource.
    private List<ObjectKey> concerned(String namespace, GroupResource resource) {
        return concerned(quotas.inNamespace(namespace), resource);
    }

    private List<ObjectKey> concerned(List<KubeObject> among, GroupResource resource) {
        Usage changed = Usage.of(resource, timers);
        return among.stream()
                .filter(quota -> !changed.matching(hard(quota).names()).isEmpty())
                .map(ObjectKey::of)
                .toList();
    }

    /// Counts again in a moment; once, however often it is asked for until then.
    private void queueSoon(ObjectKey key) {
        if (soon.add(key)) {
            var _ =
                    timers.after(
                            SETTLED,
                            () -> {
                                soon.remove(key);
                                queue.add(key);
                            });
        }
    }

    private static ResourceAmounts hard(KubeObject quota) {
        return ResourceAmounts.of(quota.json().path("spec").path("hard"));
    }

    private static ResourceAmounts used(KubeObject quota) {
        return ResourceAmounts.of(quota.json().path("status").path("used"));
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> cached = quotas.get(key);
        if (cached.isEmpty()) {
            charged.remove(key);
            return;
        }
        KubeObject quota = cached.get();
        ResourceAmounts hard = hard(quota);
        ResourceAmounts counted = usage.of(quota);
        boolean isGivenBack = !used(quota).above(counted).isEmpty();
        Instant settled = charged.getOrDefault(key, Instant.EPOCH).plus(SETTLED);
        if (isGivenBack && timers.instant().isBefore(settled)) {
            queueSoon(key);
            return;
        }
        ResourceAmounts statusHard = ResourceAmounts.of(quota.json().path("status").path("hard"));
        if (!statusHard.equals(hard) || !used(quota).equals(counted)) {
            KubeObject changed = quota.copy();
            ObjectNode status = changed.json().putObject("status");
            status.set("hard", hard.toJson());
            status.set("used", counted.toJson());
            var _ = api.updateStatus(Resources.RESOURCE_QUOTAS, changed);
        }
    }

    private void recountAll() {
        quotas.list().forEach(quota -> queue.add(ObjectKey.of(quota)));
        var _ = timers.after(RECOUNT, this::recountAll);
    }

    @Override
    public void start() {
        loop.start(1);
        recountAll();
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class ContentListener implements NamespaceUsage.Listener {
        @Override
        public void hasTaken(String namespace, GroupResource resource) {
            concerned(namespace, resource).forEach(QuotaController.this::queueSoon);
        }

        @Override
        public void mayHaveFreed(String namespace, GroupResource resource) {
            concerned(namespace, resource).forEach(queue::add);
        }
    }

    private final class QuotaHandler implements ObjectHandler {
        @Override
        public void added(KubeObject quota) {
            queue.add(ObjectKey.of(quota));
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            ObjectKey key = ObjectKey.of(after);
            if (!used(after).equals(used(before))) {
                charged.put(key, timers.instant());
            }
            if (!hard(after).equals(hard(before))) {
                queue.add(key);
            }
        }

        @Override
        public void deleted(KubeObject last) {
            charged.remove(ObjectKey.of(last));
        }
    }
}
