package dev.purser.api.status;

import dev.purser.api.meta.GroupResource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The catalogue of errors that the API sends, each with Kubernetes' text.
public final class StatusErrors {
    private StatusErrors() {}

    /// The object does not exist.
    public static StatusException notFound(GroupResource resource, String name) {
        return new StatusException(
                StatusReason.NOT_FOUND,
                "%s %s not found".formatted(resource, GoQuoted.of(name)),
                details(resource, name));
    }

    /// A create met an object of that name.
    public static StatusException alreadyExists(GroupResource resource, String name) {
        return new StatusException(
                StatusReason.ALREADY_EXISTS,
                "%s %s already exists".formatted(resource, GoQuoted.of(name)),
                details(resource, name));
    }

    /// A write carried an older resourceVersion, or a precondition did not hold.
    public static StatusException conflict(GroupResource resource, String name, String why) {
        return new StatusException(
                StatusReason.CONFLICT,
                "Operation cannot be fulfilled on %s %s: %s"
                        .formatted(resource, GoQuoted.of(name), why),
                details(resource, name));
    }

    /// The caller may not do this; admission uses it too.
    public static StatusException forbidden(GroupResource resource, String name, String why) {
        String subject = name.isEmpty() ? resource.toString() : resource + " " + GoQuoted.of(name);
        return new StatusException(
                StatusReason.FORBIDDEN,
                "%s is forbidden: %s".formatted(subject, why),
                details(resource, name));
    }

    /// The request itself makes no sense.
    public static StatusException badRequest(String message) {
        return new StatusException(StatusReason.BAD_REQUEST, message);
    }

    /// A name that can be no part of a path, as Kubernetes finds when it looks for the object.
    public static StatusException invalidName(String name, String why) {
        return badRequest("Name parameter invalid: %s: %s".formatted(GoQuoted.of(name), why));
    }

    /// A revision that the history no longer holds.
    public static StatusException expired(String message) {
        return new StatusException(StatusReason.EXPIRED, message);
    }

    /// A list that cannot go on as it began, but can in another way.
    ///
    /// @param continueToken gives the rest of the list as it is now
    public static StatusException expired(String message, String continueToken) {
        return StatusException.expired(message, continueToken);
    }

    /// Something failed that is nobody's fault but the server's.
    public static StatusException internal(String message, Throwable cause) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putArray("causes").addObject().put("message", message);
        return new StatusException(
                StatusReason.INTERNAL_ERROR,
                StatusReason.INTERNAL_ERROR.code(),
                "Internal error occurred: " + message,
                details,
                cause);
    }

    private static ObjectNode details(GroupResource resource, String name) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        return details.put("kind", resource.resource());
    }
}
