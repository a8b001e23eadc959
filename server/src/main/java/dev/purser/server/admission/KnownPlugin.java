package dev.purser.server.admission;

import static dev.purser.server.admission.KnownPlugin.Default.OFF;
import static dev.purser.server.admission.KnownPlugin.Default.ON;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The admission plugins of Kubernetes that there are here, in the order in which they have their
/// say.
public enum KnownPlugin {
    ALWAYS_ADMIT("AlwaysAdmit", OFF),
    NAMESPACE_AUTO_PROVISION("NamespaceAutoProvision", OFF),
    NAMESPACE_LIFECYCLE("NamespaceLifecycle", ON),
    NAMESPACE_EXISTS("NamespaceExists", OFF),
    LIMIT_POD_HARD_ANTI_AFFINITY_TOPOLOGY("LimitPodHardAntiAffinityTopology", OFF),
    LIMIT_RANGER("LimitRanger", ON),
    SERVICE_ACCOUNT("ServiceAccount", ON),
    /// Off by default in Kubernetes, where every installer turns it on.
    NODE_RESTRICTION("NodeRestriction", ON),
    TAINT_NODES_BY_CONDITION("TaintNodesByCondition", ON),
    ALWAYS_PULL_IMAGES("AlwaysPullImages", OFF),
    POD_SECURITY("PodSecurity", ON),
    POD_NODE_SELECTOR("PodNodeSelector", OFF),
    PRIORITY("Priority", ON),
    DEFAULT_TOLERATION_SECONDS("DefaultTolerationSeconds", ON),
    POD_TOLERATION_RESTRICTION("PodTolerationRestriction", OFF),
    EVENT_RATE_LIMIT("EventRateLimit", OFF),
    EXTENDED_RESOURCE_TOLERATION("ExtendedResourceToleration", OFF),
    DEFAULT_STORAGE_CLASS("DefaultStorageClass", ON),
    STORAGE_OBJECT_IN_USE_PROTECTION("StorageObjectInUseProtection", ON),
    /// Belongs to an alpha feature, without which it does nothing.
    POD_GROUP_PROTECTION("PodGroupProtection", ON),
    OWNER_REFERENCES_PERMISSION_ENFORCEMENT("OwnerReferencesPermissionEnforcement", OFF),
    PERSISTENT_VOLUME_CLAIM_RESIZE("PersistentVolumeClaimResize", ON),
    RUNTIME_CLASS("RuntimeClass", ON),
    CERTIFICATE_APPROVAL("CertificateApproval", ON),
    CERTIFICATE_SIGNING("CertificateSigning", ON),
    CLUSTER_TRUST_BUNDLE_ATTEST("ClusterTrustBundleAttest", ON),
    CERTIFICATE_SUBJECT_RESTRICTION("CertificateSubjectRestriction", ON),
    DEFAULT_INGRESS_CLASS("DefaultIngressClass", ON),
    DENY_SERVICE_EXTERNAL_IPS("DenyServiceExternalIPs", OFF),
    POD_TOPOLOGY_LABELS("PodTopologyLabels", ON),
    /// Belongs to an alpha feature, without which it does nothing.
    NODE_DECLARED_FEATURE_VALIDATOR("NodeDeclaredFeatureValidator", ON),
    POD_RESIZE_VALIDATOR("PodResizeValidator", ON),
    MUTATING_ADMISSION_POLICY("MutatingAdmissionPolicy", ON),
    MUTATING_ADMISSION_WEBHOOK("MutatingAdmissionWebhook", ON),
    VALIDATING_ADMISSION_POLICY("ValidatingAdmissionPolicy", ON),
    VALIDATING_ADMISSION_WEBHOOK("ValidatingAdmissionWebhook", ON),
    RESOURCE_QUOTA("ResourceQuota", ON),
    ALWAYS_DENY("AlwaysDeny", OFF);

    private final String text;
    private final Default byDefault;

    enum Default {
        ON,
        OFF
    }

    KnownPlugin(String text, Default byDefault) {
        this.text = text;
        this.byDefault = byDefault;
    }

    /// The plugin of that name.
    public static Optional<KnownPlugin> of(String name) {
        return Arrays.stream(values()).filter(plugin -> plugin.text.equals(name)).findFirst();
    }

    /// Those that work unless they are turned off, in their order.
    public static List<KnownPlugin> defaults() {
        return Arrays.stream(values()).filter(plugin -> plugin.byDefault == ON).toList();
    }

    /// All names, in the order of the alphabet.
    public static List<String> names() {
        return Arrays.stream(values())
                .map(KnownPlugin::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /// The name, as options have it.
    @Override
    public String toString() {
        return text;
    }
}
