package dev.purser.api.kind.builtin;

import dev.purser.api.codec.GoForm;
import dev.purser.api.codec.StructReader;
import dev.purser.api.extension.RuleEngine;
import dev.purser.api.extension.SchemaDefinitionCheck;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.apiextensions.ApiExtensionsKinds;
import dev.purser.api.kind.apps.AppsKinds;
import dev.purser.api.kind.authentication.AuthenticationKinds;
import dev.purser.api.kind.autoscaling.AutoscalingKinds;
import dev.purser.api.kind.batch.BatchKinds;
import dev.purser.api.kind.certificate.CertificateKinds;
import dev.purser.api.kind.coordination.CoordinationKinds;
import dev.purser.api.kind.core.CoreKinds;
import dev.purser.api.kind.device.DeviceKinds;
import dev.purser.api.kind.discovery.EndpointSliceRules;
import dev.purser.api.kind.event.EventKinds;
import dev.purser.api.kind.flowcontrol.FlowControlKinds;
import dev.purser.api.kind.migration.MigrationKinds;
import dev.purser.api.kind.networking.NetworkingKinds;
import dev.purser.api.kind.node.RuntimeClassRules;
import dev.purser.api.kind.pod.EphemeralContainersRules;
import dev.purser.api.kind.pod.PodKinds;
import dev.purser.api.kind.pod.PodResizeRules;
import dev.purser.api.kind.pod.PodRules;
import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.kind.policy.PolicyKinds;
import dev.purser.api.kind.rbac.RbacKinds;
import dev.purser.api.kind.registration.RegistrationKinds;
import dev.purser.api.kind.scheduling.SchedulingKinds;
import dev.purser.api.kind.storage.StorageKinds;
import dev.purser.api.kind.webhook.WebhookKinds;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.Schemas;
import dev.purser.api.validation.NameFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The rules of every built-in kind. Immutable and thread-safe.
///
/// Kinds with rules of their own are listed here; the others follow [GenericRules], which the
/// catalog decides about.
public final class Kinds {
    /// Resources whose changes Kubernetes counts in `metadata.generation`, beside those with rules
    /// of their own.
    private static final Set<String> COUNTED =
            Set.of(
                    "ingresses.networking.k8s.io",
                    "ingressclasses.networking.k8s.io",
                    "networkpolicies.networking.k8s.io",
                    "endpointslices.discovery.k8s.io",
                    "deviceclasses.resource.k8s.io",
                    "mutatingadmissionpolicies.admissionregistration.k8s.io",
                    "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "validatingadmissionpolicies.admissionregistration.k8s.io",
                    "validatingadmissionpolicybindings.admissionregistration.k8s.io");

    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final Catalog catalog;
    private final Map<GroupVersionKind, KindRules> own;
    private final KindRules ephemeralContainers;
    private final KindRules podResize;
    private final KindRules approval;

    /// The rules of the kinds in this catalog.
    ///
    /// @param schemas the shapes of the kinds, which some messages show
    public Kinds(Catalog catalog, Schemas schemas, KindServices services) {
        this.catalog = catalog;
        GoForm goForm = new GoForm(schemas);
        CertificateKinds certificates = new CertificateKinds(services.requests(), services.clock());
        this.approval = certificates.approval();
        PodRules pods = new PodRules(goForm, services.clock());
        this.ephemeralContainers = new EphemeralContainersRules(pods, goForm);
        this.podResize = new PodResizeRules(pods, goForm);
        PodTemplates templates = new PodTemplates(goForm);
        this.own = new HashMap<>(PodKinds.all(pods, templates).rules());
        own.putAll(CoreKinds.all(goForm).rules());
        AppsKinds.all(templates, goForm).forEach(version -> own.putAll(version.rules()));
        own.putAll(ApiExtensionsKinds.all(schemaCheck(schemas, services.engine()), goForm).rules());
        own.putAll(AuthenticationKinds.all().rules());
        own.putAll(BatchKinds.all(templates, goForm).rules());
        own.putAll(CoordinationKinds.all().rules());
        own.putAll(FlowControlKinds.all(goForm).rules());
        own.putAll(MigrationKinds.all(goForm).rules());
        own.putAll(DeviceKinds.all().rules());
        own.putAll(PolicyKinds.all(goForm).rules());
        own.putAll(SchedulingKinds.all().rules());
        own.putAll(EndpointSliceRules.all().rules());
        own.putAll(NetworkingKinds.all(goForm).rules());
        own.putAll(certificates.all().rules());
        own.putAll(WebhookKinds.all().rules());
        own.putAll(RegistrationKinds.all(services.clock()).rules());
        own.putAll(RbacKinds.all(goForm).rules());
        own.putAll(RuntimeClassRules.all(goForm).rules());
        own.putAll(StorageKinds.all(goForm).rules());
        AutoscalingKinds.all(goForm).forEach(version -> own.putAll(version.rules()));
        EventKinds.all(goForm).forEach(version -> own.putAll(version.rules()));
    }

    private static SchemaDefinitionCheck schemaCheck(Schemas schemas, RuleEngine engine) {
        return new SchemaDefinitionCheck(
                new StructReader(schemas.find(OBJECT_META).orElseThrow()), engine);
    }

    /// The rules of a kind; generic ones for a kind that nobody knows.
    public KindRules rules(GroupVersionKind kind) {
        KindRules rules = own.get(kind);
        return rules != null ? rules : generic(kind);
    }

    /// The rules of updates through `pods/resize`.
    public KindRules podResize() {
        return podResize;
    }

    /// The rules of updates through `pods/ephemeralcontainers`.
    public KindRules ephemeralContainers() {
        return ephemeralContainers;
    }

    /// The rules of updates through `certificatesigningrequests/approval`.
    public KindRules approval() {
        return approval;
    }

    private KindRules generic(GroupVersionKind kind) {
        return catalog.find(kind)
                .map(type ->
                        new GenericRules(
                                NameFormat.SUBDOMAIN,
                                type.hasStatus(),
                                isCounted(type.groupResource())))
                .orElseGet(() -> new GenericRules(NameFormat.SUBDOMAIN, false, false));
    }

    private static boolean isCounted(GroupResource resource) {
        return COUNTED.contains(resource.toString());
    }
}
