package dev.purser.controllers;

import dev.purser.client.Api;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.EventWriter;
import dev.purser.client.time.Timers;
import dev.purser.controllers.deployment.DeploymentController;
import dev.purser.controllers.disruption.DisruptionController;
import dev.purser.controllers.event.EventExpiry;
import dev.purser.controllers.garbage.GarbageCollector;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.namespace.NamespaceController;
import dev.purser.controllers.node.NodeLifecycle;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.podgc.OrphanedPodCollector;
import dev.purser.controllers.protection.StorageProtection;
import dev.purser.controllers.quota.QuotaController;
import dev.purser.controllers.replicaset.ReplicaSetController;
import dev.purser.controllers.role.ClusterRoleAggregation;
import dev.purser.controllers.rootca.RootCaController;
import dev.purser.controllers.scheduler.Scheduler;
import dev.purser.controllers.serviceaccount.DefaultServiceAccountController;
import dev.purser.controllers.token.TokenSecretController;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All controllers and the scheduler, wired to one API. Started once, stopped once.
public final class ControllerSet implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControllerSet.class);
    private static final Duration SYNC_REPORT = Duration.ofSeconds(10);

    private final Informers informers;
    private final EventWriter events;
    private final MetadataInformers contents;
    private final List<Controller> controllers;
    private final Thread starter = Thread.ofVirtual().name("controllers").unstarted(this::run);

    /// @param timers stay the caller's, who closes them after this
    public ControllerSet(
            Api api, Timers timers, RandomGenerator random, ControllerSettings settings) {
        this.informers = new Informers(api, timers, random);
        this.events = new EventWriter(timers);
        ControllerContext context = new ControllerContext(api, informers, timers, events, random);
        this.contents = new MetadataInformers(informers, timers, settings.served());
        this.controllers =
                List.of(
                        new DefaultServiceAccountController(context),
                        new RootCaController(context, settings.rootCertificate()),
                        new TokenSecretController(context, settings.rootCertificate()),
                        new DeploymentController(context),
                        new ReplicaSetController(context),
                        new Scheduler(context, "default-scheduler-" + settings.host()),
                        new NamespaceController(context, contents),
                        new GarbageCollector(context, contents),
                        new ClusterRoleAggregation(context),
                        new NodeLifecycle(context),
                        new OrphanedPodCollector(context),
                        new QuotaController(context, contents),
                        new DisruptionController(context),
                        new StorageProtection(context),
                        new EventExpiry(context));
    }

    /// Starts everything and returns; the controllers begin once their caches are filled.
    public void start() {
        starter.start();
    }

    private void run() {
        informers.start();
        try {
            while (!informers.awaitSynced(SYNC_REPORT)) {
                log.warn("controllers still wait for the API server");
            }
            if (!contents.awaitCustom(SYNC_REPORT)) {
                log.warn("controllers start though not all custom resources can be listed");
            }
            controllers.forEach(Controller::start);
            log.info("controllers started");
        } catch (InterruptedException e) {
            log.debug("controllers stopped before they started");
        }
    }

    private void joinStarter() {
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops everything and waits for the work that is under way. Idempotent.
    @Override
    public void close() {
        starter.interrupt();
        joinStarter();
        controllers.forEach(Controller::close);
        informers.close();
        events.close();
    }
}
