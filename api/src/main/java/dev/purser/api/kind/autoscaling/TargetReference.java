package dev.purser.api.kind.autoscaling;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import tools.jackson.databind.JsonNode;

/// Checks references to objects in whatever version they have (`CrossVersionObjectReference`).
final class TargetReference {
    /// What the version of a reference has to say.
    enum VersionRule {
        /// A group other than core.
        GROUP,
        /// Any group, core included.
        ANY,
        /// Nothing that makes sense; it is old.
        UNCHECKED
    }

    private TargetReference() {}

    static void validate(JsonNode reference, VersionRule rule, String path, FieldErrors errors) {
        requireSegment(reference, "kind", path, "", errors);
        requireSegment(reference, "name", path, "", errors);
        String complaint = versionComplaint(reference, rule);
        if (!complaint.isEmpty()) {
            errors.invalid(path + ".apiVersion", Trees.text(reference, "apiVersion"), complaint);
        }
    }

    /// Requires a text that fits into one segment of a URL's path.
    static void requireSegment(
            JsonNode node, String field, String path, String ifMissing, FieldErrors errors) {
        String value = Trees.text(node, field);
        String place = path + "." + field;
        if (value.isEmpty()) {
            errors.required(place, ifMissing);
        } else {
            Names.pathSegmentErrors(value).forEach(why -> errors.invalid(place, value, why));
        }
    }

    /// What is wrong with a reference's version; empty when nothing is.
    static String versionComplaint(JsonNode reference, VersionRule rule) {
        String version = Trees.text(reference, "apiVersion");
        long slashes = version.chars().filter(character -> character == '/').count();
        boolean isCore = slashes == 0 || version.startsWith("/");
        return switch (rule) {
            case UNCHECKED -> "";
            case ANY, GROUP -> {
                if (slashes > 1) {
                    yield "unexpected GroupVersion string: " + version;
                }
                yield rule == VersionRule.GROUP && isCore
                        ? "apiVersion must specify API group"
                        : "";
            }
        };
    }
}
