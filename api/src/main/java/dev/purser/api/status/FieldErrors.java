package dev.purser.api.status;

import dev.purser.api.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Collects what validation finds, in order; becomes the 422 `Invalid` answer. Not thread-safe.
public final class FieldErrors {
    private final List<FieldError> errors = new ArrayList<>();

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /// The errors found so far, in order.
    public List<FieldError> list() {
        return List.copyOf(errors);
    }

    public void add(FieldError error) {
        errors.add(error);
    }

    public void required(String field, String why) {
        add(FieldError.Type.REQUIRED, field, "Required value" + (why.isEmpty() ? "" : ": " + why));
    }

    public void duplicate(String field, String value) {
        duplicateShown(field, GoQuoted.of(value));
    }

    /// Refuses a value that is there already and is shown as given, without quotes.
    public void duplicateShown(String field, String shown) {
        add(FieldError.Type.DUPLICATE, field, "Duplicate value: " + shown);
    }

    public void duplicate(String field, long value) {
        add(FieldError.Type.DUPLICATE, field, "Duplicate value: " + value);
    }

    /// Refuses a value; strings and compound values are shown as JSON, numbers and booleans bare.
    public void invalid(String field, JsonNode value, String why) {
        add(FieldError.Type.INVALID, field, "Invalid value: %s: %s".formatted(shown(value), why));
    }

    /// A value as Go shows it: its encoder escapes what HTML could take for its own, but only in
    /// compound values, which it encodes.
    private static String shown(JsonNode value) {
        String text = value.toString();
        return value.isContainer()
                ? text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
                : text;
    }

    /// Refuses a value that is shown as given, without quotes.
    ///
    /// @param why may be empty
    public void invalidShown(String field, String shown, String why) {
        String reason = why.isEmpty() ? "" : ": " + why;
        add(FieldError.Type.INVALID, field, "Invalid value: " + shown + reason);
    }

    public void invalid(String field, String value, String why) {
        add(
                FieldError.Type.INVALID,
                field,
                "Invalid value: %s: %s".formatted(GoQuoted.of(value), why));
    }

    /// Refuses a value without showing it.
    public void invalidOmitted(String field, String why) {
        add(FieldError.Type.INVALID, field, "Invalid value: " + why);
    }

    /// Refuses a value for each of these reasons; without any, nothing is wrong with it.
    public void invalidEach(String field, String value, Collection<String> reasons) {
        reasons.forEach(why -> invalid(field, value, why));
    }

    public void invalid(String field, long value, String why) {
        add(FieldError.Type.INVALID, field, "Invalid value: %d: %s".formatted(value, why));
    }

    /// Refuses a value without showing it.
    public void invalidHidden(String field, String why) {
        add(FieldError.Type.INVALID, field, "Invalid value: " + why);
    }

    /// Refuses a value that is not one of a few, which are named in the order given.
    public void notSupported(String field, String value, Collection<String> supported) {
        notSupportedShown(field, GoQuoted.of(value), supported);
    }

    /// Refuses a value that is shown as given, without quotes.
    public void notSupportedShown(String field, String shown, Collection<String> supported) {
        String values = supported.stream().map(GoQuoted::of).collect(Collectors.joining(", "));
        add(
                FieldError.Type.NOT_SUPPORTED,
                field,
                "Unsupported value: %s: supported values: %s".formatted(shown, values));
    }

    public void forbidden(String field, String why) {
        add(FieldError.Type.FORBIDDEN, field, "Forbidden" + (why.isEmpty() ? "" : ": " + why));
    }

    /// Refuses a text that is too long, without repeating it.
    public void tooLong(String field, int bytesMax) {
        add(
                FieldError.Type.TOO_LONG,
                field,
                "Too long: may not be more than %d %s"
                        .formatted(bytesMax, bytesMax == 1 ? "byte" : "bytes"));
    }

    /// Refuses a text that is too long, where Kubernetes counts its characters.
    public void tooManyCharacters(String field, int charactersMax) {
        add(
                FieldError.Type.TOO_LONG,
                field,
                "Too long: may not be more than %d characters".formatted(charactersMax));
    }

    /// Refuses a list or map that has too many members.
    public void tooMany(String field, int actual, int max) {
        add(
                FieldError.Type.TOO_MANY,
                field,
                "Too many: %d: must have at most %d %s"
                        .formatted(actual, max, max == 1 ? "item" : "items"));
    }

    /// Something went wrong that is not the value's fault.
    public void internal(String field, String why) {
        add(FieldError.Type.INTERNAL, field, "Internal error: " + why);
    }

    public void notFound(String field, String value) {
        add(FieldError.Type.NOT_FOUND, field, "Not found: " + GoQuoted.of(value));
    }

    public void notFound(String field, String value, String why) {
        add(
                FieldError.Type.NOT_FOUND,
                field,
                "Not found: %s: %s".formatted(GoQuoted.of(value), why));
    }

    private void add(FieldError.Type type, String field, String detail) {
        errors.add(new FieldError(type, field, detail));
    }

    /// Throws the 422 answer when anything was found.
    ///
    /// @param name the object's name; may be empty
    public void throwIfAny(GroupVersionKind kind, String name) {
        if (!errors.isEmpty()) {
            throw asException(kind, name);
        }
    }

    /// The 422 answer about what was found.
    ///
    /// @param name the object's name; may be empty
    public StatusException asException(GroupVersionKind kind, String name) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        if (!kind.kind().isEmpty()) {
            details.put("kind", kind.kind());
        }
        var causes = details.putArray("causes");
        // Kubernetes' declarative validation leaves out repetitions on its way.
        for (FieldError error : new LinkedHashSet<>(errors)) {
            causes.addObject()
                    .put("reason", error.type().reason())
                    .put("message", error.detail())
                    .put("field", error.field());
        }
        return new StatusException(StatusReason.INVALID, message(kind, name), details);
    }

    /// All that was found, without repetitions, as one line.
    public String text() {
        Set<String> lines = new LinkedHashSet<>();
        errors.forEach(error -> lines.add(error.toString()));
        return lines.size() == 1 ? lines.iterator().next() : "[" + String.join(", ", lines) + "]";
    }

    private String message(GroupVersionKind kind, String name) {
        String type = kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
        return "%s %s is invalid: %s".formatted(type, GoQuoted.of(name), text());
    }
}
