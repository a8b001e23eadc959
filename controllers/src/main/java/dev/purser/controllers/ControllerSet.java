package dev.purser.controllers;

import dev.purser.client.Api;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.EventWriter;
import dev.purser.client.time.Timers;
import dev.purser.controllers.bootstraptoken.TokenCleaner;
import dev.purser.controllers.certificate.CertificateApproval;
import dev.purser.controllers.certificate.CertificateCleaner;
import dev.purser.controllers.certificate.CertificateSigning;
import dev.purser.controllers.certificate.PodCertificateCleaner;
import dev.purser.controllers.certificate.TrustBundlePublisher;
import dev.purser.controllers.deployment.DeploymentController;
import dev.purser.controllers.disruption.DisruptionController;
import dev.purser.controllers.endpoint.EndpointSliceController;
import dev.purser.controllers.endpoint.EndpointSliceMirroring;
import dev.purser.controllers.endpoint.EndpointsController;
import dev.purser.controllers.event.EventExpiry;
import dev.purser.controllers.garbage.GarbageCollector;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.namespace.NamespaceController;
import dev.purser.controllers.node.NodeLifecycle;
import dev.purser.controllers.object.ComponentApis;
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
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All controllers and the scheduler, each with an identity of its own. Started once, stopped once.
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
            ComponentApis apis,
            Timers timers,
            RandomGenerator random,
            ControllerSettings settings) {
        Api manager = apis.of(ComponentApis.CONTROLLER_MANAGER);
        this.informers = new Informers(manager, timers, random);
        this.events = new EventWriter(timers);
        ControllerContext shared =
                new ControllerContext(manager, informers, timers, events, random);
        this.contents = new MetadataInformers(informers, timers, settings.served());
        this.controllers = controllers(shared, apis, settings);
    }

    /// Each controller acts as the service account that Kubernetes' controller of that name has.
    private List<Controller> controllers(
            ControllerContext shared, ComponentApis apis, ControllerSettings settings) {
        Function<String, ControllerContext> as = name -> shared.with(apis.controller(name));
        ControllerContext certificates = as.apply("certificate-controller");
        return List.of(
                new DefaultServiceAccountController(as.apply("service-account-controller")),
                new RootCaController(
                        as.apply("root-ca-cert-publisher"), settings.rootCertificate()),
                new TokenSecretController(shared, settings.rootCertificate(), settings.tokens()),
                TokenCleaner.of(as.apply("token-cleaner")),
                new DeploymentController(as.apply("deployment-controller")),
                ReplicaSetController.ofReplicaSets(as.apply("replicaset-controller")),
                ReplicaSetController.ofReplicationControllers(as.apply("replication-controller")),
                new EndpointsController(as.apply("endpoint-controller")),
                new EndpointSliceController(as.apply("endpointslice-controller")),
                new EndpointSliceMirroring(as.apply("endpointslicemirroring-controller")),
                new Scheduler(
                        shared.with(apis.of(ComponentApis.SCHEDULER)),
                        "default-scheduler-" + settings.host()),
                new NamespaceController(as.apply("namespace-controller"), contents),
                new GarbageCollector(as.apply("generic-garbage-collector"), contents),
                new ClusterRoleAggregation(as.apply("clusterrole-aggregation-controller")),
                new NodeLifecycle(as.apply("node-controller")),
                new OrphanedPodCollector(as.apply("pod-garbage-collector")),
                new QuotaController(as.apply("resourcequota-controller"), contents),
                new DisruptionController(as.apply("disruption-controller")),
                new StorageProtection(shared, apis),
                EventExpiry.of(as.apply("generic-garbage-collector")),
                new CertificateApproval(certificates, settings.authority()),
                new CertificateSigning(certificates, settings.authority()),
                CertificateCleaner.of(certificates),
                PodCertificateCleaner.of(as.apply("podcertificaterequestcleaner")),
                new TrustBundlePublisher(
                        as.apply("kube-apiserver-serving-clustertrustbundle-publisher"),
                        settings.rootCertificate()));
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
