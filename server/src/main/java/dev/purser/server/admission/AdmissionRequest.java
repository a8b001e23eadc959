package dev.purser.server.admission;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditAnnotations;
import dev.purser.server.request.Identity;
import dev.purser.server.request.Warnings;
import java.util.Optional;

/// A write on its way to the registry.
///
/// @param operation what the write does
/// @param attributes the resource, subresource, namespace and name it is for
/// @param object the object as it would be stored, for plugins to change; empty for a deletion
/// @param old the object as it is stored; empty for a creation
/// @param effect whether the write is only tried
/// @param warnings takes the texts of `Warning` headers
/// @param annotations takes what the audit log is to say of the write
public record AdmissionRequest(
        Operation operation,
        Identity identity,
        Attributes attributes,
        Optional<KubeObject> object,
        Optional<KubeObject> old,
        Effect effect,
        Warnings warnings,
        AuditAnnotations annotations) {

    /// A write that nobody audits.
    public AdmissionRequest(
            Operation operation,
            Identity identity,
            Attributes attributes,
            Optional<KubeObject> object,
            Optional<KubeObject> old,
            Effect effect,
            Warnings warnings) {
        this(
                operation,
                identity,
                attributes,
                object,
                old,
                effect,
                warnings,
                AuditAnnotations.ignored());
    }

    /// What a write does.
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /// Whether the outcome stays.
    public enum Effect {
        LASTING,
        /// A dry run: plugins must leave no trace.
        TRIED
    }

    public boolean isTried() {
        return effect == Effect.TRIED;
    }

    /// Whether this is about an object of a resource itself, not about a subresource.
    public boolean isFor(GroupResource resource) {
        return isFor(resource, "");
    }

    /// Whether this is about one subresource of a resource.
    public boolean isFor(GroupResource resource, String subresource) {
        return attributes.resource().equals(resource.resource())
                && attributes.group().equals(resource.group())
                && attributes.subresource().equals(subresource);
    }

    /// Whether the object goes as one of many, which requests then do not name.
    public boolean isOfCollection() {
        return attributes.verb().equals("deletecollection");
    }

    /// The name of the object. A creation has it only in its body, and before it is generated the
    /// prefix stands for it.
    public String name() {
        if (!attributes.name().isEmpty() || object.isEmpty()) {
            return attributes.name();
        }
        String name = object.get().name();
        String prefix = object.get().metadata().path("generateName").asString("");
        return !name.isEmpty() ? name : prefix.isEmpty() ? "Unknown" : prefix;
    }

    /// Refuses the write in the form of admission's errors.
    public StatusException forbidden(String why) {
        return StatusErrors.forbidden(
                new GroupResource(attributes.group(), attributes.resource()),
                isOfCollection() ? "Unknown" : name(),
                why);
    }
}
