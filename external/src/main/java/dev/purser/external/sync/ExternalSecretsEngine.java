package dev.purser.external.sync;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.Api;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.EventRecorder;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import dev.purser.external.resource.ExternalResources;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.store.ProviderCalls;
import dev.purser.external.store.Providers;
import dev.purser.external.store.StoreController;
import dev.purser.external.store.StoreKind;
import dev.purser.external.store.StoreListener;
import dev.purser.external.store.StoreMetrics;
import dev.purser.external.store.StorePool;
import dev.purser.external.store.StoreRef;
import dev.purser.external.template.TargetTemplate;
import dev.purser.external.template.TemplateException;
import dev.purser.external.template.Templates;
import dev.purser.external.transform.Decoding;
import dev.purser.external.transform.Rewrites;
import dev.purser.external.transform.TransformException;
import dev.purser.wire.metrics.MetricsSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that keeps the kinds of `external-secrets.io`. Started once, when the kinds are served, and
/// closed once.
public final class ExternalSecretsEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ExternalSecretsEngine.class);
    private static final Duration SYNC_REPORT = Duration.ofSeconds(10);

    private final Informers informers;
    private final StorePool stores;
    private final List<StoreController> storeControllers;
    private final ExternalSecretController externalSecrets;
    private final List<Controller> controllers;
    private final Refresher refresher;
    private final List<MetricsSource> metrics;
    private volatile boolean isWorking;
    private final Thread starter = Thread.ofVirtual().name("external-secrets").unstarted(this::run);

    /// @param context its informers are started and closed by this, and its API must be allowed
    ///   what the role of external-secrets allows
    public ExternalSecretsEngine(
            ControllerContext context, Providers providers, Templates templates) {
        this.informers = context.informers();
        Informer namespaced = follow(ExternalResources.SECRET_STORES);
        Informer clusterWide = follow(ExternalResources.CLUSTER_SECRET_STORES);
        Informer namespaces =
                informers.with(InformerOptions.all(Resources.NAMESPACES).metadataOnly());
        ProviderCalls calls = new ProviderCalls();
        this.stores =
                new StorePool(
                        context.api(),
                        providers,
                        new StorePool.Caches(
                                namespaced.cache(), clusterWide.cache(), namespaces.cache()),
                        new StorePool.Settings(
                                context.timers(), context.random(), calls, new Hearing()));
        this.storeControllers =
                List.of(
                        new StoreController(StoreKind.SECRET_STORE, context, namespaced, stores),
                        new StoreController(
                                StoreKind.CLUSTER_SECRET_STORE, context, clusterWide, stores));
        Informer objects = informers.with(KnownExternalSecrets.options());
        Informer secrets = informers.with(ManagedSecrets.options());
        KnownExternalSecrets known = new KnownExternalSecrets(objects);
        SyncMetrics counts = new SyncMetrics(known);
        this.externalSecrets =
                new ExternalSecretController(
                        objects,
                        known,
                        reconciler(context, new ManagedSecrets(secrets), templates),
                        counts,
                        context.timers(),
                        context.random());
        externalSecrets.followSecrets(secrets);
        Informer clusterObjects = follow(ExternalResources.CLUSTER_EXTERNAL_SECRETS);
        ClusterExternalSecretController clusterExternalSecrets =
                new ClusterExternalSecretController(
                        context,
                        clusterObjects,
                        namespaces,
                        new ClusterExternalSecretReconciler(context.api(), namespaces.cache()));
        clusterExternalSecrets.followMade(objects);
        this.controllers = List.of(externalSecrets, clusterExternalSecrets);
        this.refresher = new StoreRefresher(known, stores, externalSecrets);
        this.metrics =
                List.of(
                        calls,
                        counts,
                        clusterExternalSecrets,
                        new StoreMetrics(StoreKind.SECRET_STORE, namespaced.cache()),
                        new StoreMetrics(StoreKind.CLUSTER_SECRET_STORE, clusterWide.cache()));
    }

    /// All objects of a resource, without what nobody here reads.
    private Informer follow(GroupVersionResource resource) {
        return informers.with(
                InformerOptions.all(resource)
                        .withTransform(object -> {
                            object.metadata().remove("managedFields");
                            return object;
                        }));
    }

    private ExternalSecretReconciler reconciler(
            ControllerContext context, ManagedSecrets managed, Templates templates) {
        Api api = context.api();
        EventRecorder events = context.recorder("external-secrets");
        Rewrites rewrites = new Rewrites((template, key) -> renamed(templates, template, key));
        TargetTemplate target = new TargetTemplate(templates, ExternalSecretsEngine::decoded);
        return new ExternalSecretReconciler(
                api,
                new ExternalSecretReconciler.Parts(
                        new DataFetcher(stores, rewrites, events),
                        new Contents(target, api),
                        new TargetSecret(api, managed, new ChangePace(context.timers()), events),
                        managed,
                        new SyncStatus(api, events, context.timers()),
                        events),
                stores,
                context.timers());
    }

    private static String renamed(Templates templates, String template, String key)
            throws TransformException {
        try {
            return templates
                    .render("transform", template, Map.of("value", SecretValue.of(key)))
                    .text();
        } catch (TemplateException e) {
            throw new TransformException(e.getMessage());
        }
    }

    private static SecretValue decoded(String strategy, SecretValue value)
            throws TemplateException {
        try {
            return Decoding.of(strategy).decode(value);
        } catch (TransformException e) {
            throw new TemplateException(e.getMessage());
        }
    }

    /// Passes on what becomes of stores.
    private final class Hearing implements StoreListener {
        @Override
        public void failed(StoreRef store) {
            storeControllers.forEach(controller -> controller.wake(store));
        }

        @Override
        public void recovered(StoreRef store) {
            storeControllers.forEach(controller -> controller.wake(store));
            externalSecrets.storeChanged(store);
        }

        @Override
        public void changed(StoreRef store, Optional<Set<String>> keys) {
            var _ =
                    refresher.refreshStore(
                            store.kind().kind(), store.namespace(), store.name(), keys);
        }
    }

    /// Starts everything and returns; the work begins once the caches are filled.
    public void start() {
        starter.start();
    }

    private void run() {
        informers.start();
        try {
            while (!informers.awaitSynced(SYNC_REPORT)) {
                log.warn("external secrets still wait for the API server");
            }
            stores.start();
            storeControllers.forEach(Controller::start);
            controllers.forEach(Controller::start);
            isWorking = true;
            log.info("external secrets are kept");
        } catch (InterruptedException e) {
            log.debug("external secrets were stopped before they started");
        }
    }

    /// Whether the caches are filled, so that what is not known is not there.
    public boolean isWorking() {
        return isWorking;
    }

    /// Fetches values before their time.
    public Refresher refresher() {
        return refresher;
    }

    /// The metrics, under the operator's names.
    public List<MetricsSource> metrics() {
        return metrics;
    }

    /// Stops everything and waits for the work that is under way. Idempotent.
    @Override
    public void close() {
        starter.interrupt();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        controllers.forEach(Controller::close);
        storeControllers.forEach(Controller::close);
        informers.close();
        stores.close();
    }
}
