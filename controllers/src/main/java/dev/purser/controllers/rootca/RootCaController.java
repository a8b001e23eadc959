package dev.purser.controllers.rootca;

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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the ConfigMap where it is missing and sets its data back where they were changed. The
/// queue holds namespaces' names.
public final class RootCaController implements Controller {
    private static final String NAME = "kube-root-ca.crt";
    private static final String KEY = "ca.crt";
    private static final String DESCRIPTION_KEY = "kubernetes.io/description";
    private static final String DESCRIPTION =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
                    + " endpoints such as the internal service IP or kubernetes.default.svc. No"
                    + " other usage is guaranteed across distributions of Kubernetes clusters.";
    private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");

    private final Api api;
    private final String certificate;
    private final ObjectCache namespaces;
    private final ObjectCache configMaps;
    private final ControlLoop<String> loop;

    /// @param certificate the certificates in PEM form
    public RootCaController(ControllerContext context, String certificate) {
        this.api = context.api();
        this.certificate = certificate;
        WorkQueue<String> queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("root-ca-certificate-publisher", queue, this::reconcile);
        Informer namespaceInformer = context.informers().of(Resources.NAMESPACES);
        namespaceInformer.withHandler(new ChangeHandler(object -> queue.add(object.name())));
        this.namespaces = namespaceInformer.cache();
        Informer configMapInformer =
                context.informers()
                        .with(
                                InformerOptions.all(Resources.CONFIG_MAPS)
                                        .withFieldSelector("metadata.name=" + NAME));
        configMapInformer.withHandler(new ChangeHandler(object -> queue.add(object.namespace())));
        this.configMaps = configMapInformer.cache();
    }

    private void reconcile(String namespace) {
        Optional<KubeObject> active =
                namespaces
                        .get(new ObjectKey("", namespace))
                        .filter(object -> object.deletionTimestamp().isEmpty());
        if (active.isEmpty()) {
            return;
        }
        Optional<KubeObject> present = configMaps.get(namespace, NAME);
        if (present.isEmpty()) {
            create(namespace);
        } else if (!isRight(present.get())) {
            KubeObject corrected = present.get().copy();
            fill(corrected);
            var _ = api.update(Resources.CONFIG_MAPS, corrected);
        }
    }

    private void create(String namespace) {
        KubeObject configMap = KubeObject.named(CONFIG_MAP, namespace, NAME);
        fill(configMap);
        try {
            var _ = api.create(Resources.CONFIG_MAPS, configMap);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private boolean isRight(KubeObject configMap) {
        return data().equals(configMap.json().path("data"))
                && configMap.annotations().containsKey(DESCRIPTION_KEY);
    }

    private void fill(KubeObject configMap) {
        configMap.metadata().withObject("annotations").put(DESCRIPTION_KEY, DESCRIPTION);
        configMap.json().set("data", data());
    }

    private ObjectNode data() {
        return JsonNodeFactory.instance.objectNode().put(KEY, certificate);
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
