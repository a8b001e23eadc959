package dev.purser.controllers.serviceaccount;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.Optional;

/// Makes the service account `default` where it is missing. The queue holds namespaces' names.
public final class DefaultServiceAccountController implements Controller {
    private static final String NAME = "default";
    private static final GroupVersionKind SERVICE_ACCOUNT =
            new GroupVersionKind("", "v1", "ServiceAccount");

    private final Api api;
    private final ObjectCache namespaces;
    private final ObjectCache accounts;
    private final ControlLoop<String> loop;

    public DefaultServiceAccountController(ControllerContext context) {
        this.api = context.api();
        WorkQueue<String> queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("serviceaccount-controller", queue, this::reconcile);
        Informer namespaceInformer = context.informers().of(Resources.NAMESPACES);
        namespaceInformer.withHandler(new ChangeHandler(object -> queue.add(object.name())));
        this.namespaces = namespaceInformer.cache();
        Informer accountInformer =
                context.informers()
                        .with(
                                InformerOptions.all(Resources.SERVICE_ACCOUNTS)
                                        .withFieldSelector("metadata.name=" + NAME)
                                        .metadataOnly());
        accountInformer.withHandler(new ChangeHandler(object -> queue.add(object.namespace())));
        this.accounts = accountInformer.cache();
    }

    private void reconcile(String namespace) {
        Optional<KubeObject> active =
                namespaces
                        .get(new ObjectKey("", namespace))
                        .filter(object -> object.deletionTimestamp().isEmpty());
        if (active.isEmpty() || accounts.get(namespace, NAME).isPresent()) {
            return;
        }
        try {
            api.create(
                    Resources.SERVICE_ACCOUNTS, KubeObject.named(SERVICE_ACCOUNT, namespace, NAME));
        } catch (StatusException e) {
            if (e.reason() != StatusReason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
