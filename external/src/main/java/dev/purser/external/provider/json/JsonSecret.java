package dev.purser.external.provider.json;

import dev.purser.external.provider.json.RawJson.Members;
import dev.purser.external.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.json.JsonMapper;

/// A secret that is JSON. What is taken out of it is as it was written, but for texts, which lose
/// their quotes, and `null`, which is empty. Immutable.
public final class JsonSecret {
    private final RawJson root;

    private JsonSecret(RawJson root) {
        this.root = root;
    }

    /// @return empty when the value is not JSON
    public static Optional<JsonSecret> parse(SecretValue value) {
        return value.strictText().flatMap(RawJsonReader::read).map(JsonSecret::new);
    }

    /// An object of texts.
    public static JsonSecret of(SortedMap<String, String> members) {
        return new JsonSecret(
                RawJsonReader.read(JsonMapper.shared().writeValueAsString(members)).orElseThrow());
    }

    /// All of it.
    public SecretValue value() {
        return SecretValue.of(root.text());
    }

    public boolean isObject() {
        return root instanceof Members;
    }

    /// The member of an object, by its name alone.
    public Optional<JsonSecret> member(String name) {
        return root instanceof Members object
                ? Optional.ofNullable(object.members().get(name)).map(JsonSecret::new)
                : Optional.empty();
    }

    /// What a property names: the member whose name it is or, if there is none, what it leads to as
    /// a [PropertyPath]; numbers as one of those gives them.
    public Optional<SecretValue> property(String property) {
        Optional<JsonSecret> member = member(property);
        return member.isPresent()
                ? PropertyPath.of("").in(member.get())
                : PropertyPath.of(property).in(this);
    }

    /// The members of an object by their names.
    ///
    /// @return empty when it is no object
    public Optional<Map<String, SecretValue>> properties() {
        if (!(root instanceof Members object)) {
            return Optional.empty();
        }
        Map<String, SecretValue> values = LinkedHashMap.newLinkedHashMap(object.members().size());
        object.members().forEach((name, part) -> values.put(name, SecretValue.of(part.text())));
        return Optional.of(values);
    }

    RawJson root() {
        return root;
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
