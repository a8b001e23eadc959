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

    private IgnoredFields() {}

    /// What a write to a resource or to one of its subresources ignores.
    ///
    /// @param subresource empty for the resource itself
    public static FieldSet of(ResourceType type, String subresource) {
        if (!type.hasStatus()) {
            return FieldSet.EMPTY;
        }
        return switch (subresource) {
            case "" -> STATUS;
            case "status" -> ofStatus(type.groupResource());
            default -> FieldSet.EMPTY;
        };
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
            default -> SPEC;
        };
    }
}
