package dev.purser.api.validation;

import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A place in an object under check: the value there, the path that leads to it, and the list that
/// takes whatever is wrong with it. Absent values and nulls are alike. A spot itself never changes;
/// the list of errors it carries is not thread-safe.
///
/// @param node the value; a missing node where there is none
/// @param path the path in the words of error messages: `spec.containers[0].name`
public record Spot(JsonNode node, String path, FieldErrors errors) {
    /// The field of a struct.
    public Spot at(String field) {
        return new Spot(node.path(field), path.isEmpty() ? field : path + "." + field, errors);
    }

    /// The member of a map.
    public Spot key(String key) {
        return new Spot(node.path(key), path + "[" + key + "]", errors);
    }

    /// The same value under another path, for messages that point elsewhere.
    public Spot under(String otherPath) {
        return new Spot(node, otherPath, errors);
    }

    /// The same path with another list of errors.
    public Spot into(FieldErrors others) {
        return new Spot(node, path, others);
    }

    /// The items of a list; none when it is absent.
    public List<Spot> items() {
        List<Spot> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Spot(node.path(i), "%s[%d]".formatted(path, i), errors));
        }
        return items;
    }

    /// The items of the list in a field.
    public List<Spot> items(String field) {
        return at(field).items();
    }

    /// Visits the members of a map.
    public void members(BiConsumer<String, Spot> visitor) {
        node.properties().forEach(member -> visitor.accept(member.getKey(), key(member.getKey())));
    }

    /// The field of a struct, when it has a value.
    public Optional<Spot> given(String field) {
        return Optional.of(at(field)).filter(Spot::isGiven);
    }

    /// Runs a check of a field when it has a value.
    public void ifGiven(String field, Consumer<Spot> check) {
        given(field).ifPresent(check);
    }

    public boolean isGiven() {
        return !node.isMissingNode() && !node.isNull();
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /// Whether there is nothing: no value, an empty text, list or map.
    public boolean isEmpty() {
        return node.isString() ? node.stringValue().isEmpty() : node.isEmpty() && !isScalar();
    }

    private boolean isScalar() {
        return node.isNumber() || node.isBoolean();
    }

    /// The text; empty when there is none.
    public String text() {
        return node.asString("");
    }

    /// The text of a field; empty when there is none.
    public String text(String field) {
        return node.path(field).asString("");
    }

    /// The number; 0 when there is none.
    public long number() {
        return node.asLong(0);
    }

    /// Whether this is `true`.
    public boolean isTrue() {
        return node.asBoolean(false);
    }

    /// Whether a field is `true`.
    public boolean isTrue(String field) {
        return node.path(field).asBoolean(false);
    }

    public void required() {
        required("");
    }

    public void required(String why) {
        errors.required(path, why);
    }

    /// Asks for a text, a list or a map that is not empty.
    ///
    /// @return whether it is there
    public boolean require() {
        if (isEmpty()) {
            required();
            return false;
        }
        return true;
    }

    /// Refuses the value, which is shown as JSON; `null` when there is none.
    public void invalid(String why) {
        errors.invalidShown(path, isGiven() ? node.toString() : "null", why);
    }

    /// Refuses a text that is shown, be it empty or absent.
    public void invalidText(String why) {
        errors.invalid(path, text(), why);
    }

    /// Refuses a number that is shown, as 0 when it is absent.
    public void invalidNumber(String why) {
        errors.invalid(path, number(), why);
    }

    /// Refuses this place while showing another text.
    public void invalid(String shown, String why) {
        errors.invalid(path, shown, why);
    }

    /// Refuses a text for each complaint about it.
    public void complain(Function<String, List<String>> rule) {
        String text = text();
        rule.apply(text).forEach(why -> errors.invalid(path, text, why));
    }

    public void forbidden(String why) {
        errors.forbidden(path, why);
    }

    public void duplicate() {
        errors.duplicate(path, text());
    }

    public void notFound() {
        errors.notFound(path, text());
    }

    /// Refuses a text that is not among these, which are named in the order given.
    public void notSupported(Collection<String> supported) {
        errors.notSupported(path, text(), supported);
    }

    /// Asks for one of these texts.
    public void requireOneOf(Collection<String> supported) {
        if (!supported.contains(text())) {
            notSupported(supported);
        }
    }

    /// Asks for a text, and for one of these.
    public void requireGivenOneOf(Collection<String> supported) {
        if (require()) {
            requireOneOf(supported);
        }
    }

    /// Nothing under this path: what is not there, but may be complained about.
    public Spot nothing() {
        return new Spot(MissingNode.getInstance(), path, errors);
    }
}
