package dev.purser.server.registry;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditAnnotations;
import dev.purser.server.request.Identity;
import dev.purser.server.request.Warnings;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/// What all writes have in common.
///
/// @param attributes with the namespace and name that the URL has; the name is empty for a creation
/// @param fieldManager who owns the fields that the write sets
/// @param warnings takes the texts of `Warning` headers
/// @param annotations takes what the audit log is to say of the write
public record WriteRequest(
        ServedResource resource,
        Identity identity,
        Attributes attributes,
        String fieldManager,
        DryRun dryRun,
        Warnings warnings,
        AuditAnnotations annotations) {

    /// A write that nobody audits.
    public WriteRequest(
            ServedResource resource,
            Identity identity,
            Attributes attributes,
            String fieldManager,
            DryRun dryRun,
            Warnings warnings) {
        this(
                resource,
                identity,
                attributes,
                fieldManager,
                dryRun,
                warnings,
                AuditAnnotations.ignored());
    }

    /// Whether the write is only tried.
    public enum DryRun {
        NO,
        ALL;

        /// Reads the values of the option `dryRun`, which are all `All` or refused.
        public static DryRun read(List<String> values, FieldErrors errors) {
            if (values.isEmpty()) {
                return NO;
            }
            if (!values.stream().allMatch("All"::equals)) {
                String shown =
                        values.stream()
                                .map(value -> JsonNodeFactory.instance.stringNode(value).toString())
                                .collect(Collectors.joining(",", "[", "]"));
                errors.add(
                        new FieldError(
                                FieldError.Type.NOT_SUPPORTED,
                                "dryRun",
                                "Unsupported value: %s: supported values: \"All\""
                                        .formatted(shown)));
            }
            return ALL;
        }
    }

    public String namespace() {
        return resource.isNamespaced() ? attributes.namespace() : "";
    }

    public String name() {
        return attributes.name();
    }

    public String subresource() {
        return attributes.subresource();
    }

    boolean isDryRun() {
        return dryRun == DryRun.ALL;
    }
}
