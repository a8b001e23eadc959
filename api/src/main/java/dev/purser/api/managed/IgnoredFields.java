package dev.purser.api.managed;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.resource.ResourceType;

/// The fields that a write through a certain door does not own, because the registry takes them
/// from the stored object anyway.
public final class IgnoredFields {
    private static final FieldSet STATUS = FieldSet.of("status");
    private static final FieldSet SPEC = FieldSet.of("spec");
    private static final FieldSet SPEC_AND_METADATA = FieldSet.of("spec", "metadata");
    private static final FieldSet SPEC_AND_LABELS = FieldSet.of("spec", "metadata.labels");
    private static final FieldSet POD_STATUS =
            FieldSet.of("spec", "metadata.deletionTimestamp", "metadata.ownerReferences");

    private static final String REQUESTS = "certificatesigningrequests.certificates.k8s.io";
    private static final FieldSet SPEC_AND_STATUS = FieldSet.of("spec", "status");
    private static final FieldSet SPEC_AND_CONDITIONS = FieldSet.of("spec", "status.conditions");
    private static final FieldSet SPEC_AND_CERTIFICATE = FieldSet.of("spec", "status.certificate");

    private IgnoredFields() {}

    /// What a write to a resource or to one of its subresources ignores.
    ///
    /// @param subresource empty for the resource itself
    public static FieldSet of(ResourceType type, String subresource) {
        if (!type.hasStatus()) {
            return FieldSet.EMPTY;
        }
        return switch (subresource) {
            case "" -> ofMain(type.groupResource());
            case "status" -> ofStatus(type.groupResource());
            case "approval" -> SPEC_AND_CERTIFICATE;
            default -> FieldSet.EMPTY;
        };
    }

    private static FieldSet ofMain(GroupResource resource) {
        return resource.toString().equals(REQUESTS) ? SPEC_AND_STATUS : STATUS;
    }

    /// What a write to a custom resource or to its status ignores: through the status even the
    /// metadata stays as it is.
    public static FieldSet ofCustom(ResourceType type, String subresource) {
        if (!type.hasStatus()) {
            return FieldSet.EMPTY;
        }
        return switch (subresource) {
            case "" -> STATUS;
            case "status" -> SPEC_AND_METADATA;
            default -> FieldSet.EMPTY;
        };
    }

    private static FieldSet ofStatus(GroupResource resource) {
        return switch (resource.toString()) {
            case "pods" -> POD_STATUS;
            case "deployments.apps" -> SPEC_AND_LABELS;
            case REQUESTS -> SPEC_AND_CONDITIONS;
            case "flowschemas.flowcontrol.apiserver.k8s.io",
                    "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
                    "podcertificaterequests.certificates.k8s.io",
                    "apiservices.apiregistration.k8s.io",
                    "storageversionmigrations.storagemigration.k8s.io" ->
                    SPEC_AND_METADATA;
            default -> SPEC;
        };
    }
}
