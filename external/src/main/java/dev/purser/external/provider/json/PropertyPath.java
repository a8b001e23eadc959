package dev.purser.external.provider.json;

import dev.purser.external.provider.json.PropertyStep.Count;
import dev.purser.external.provider.json.PropertyStep.Filter;
import dev.purser.external.provider.json.PropertyStep.Modifier;
import dev.purser.external.provider.json.PropertyStep.Name;
import dev.purser.external.provider.json.RawJson.Elements;
import dev.purser.external.provider.json.RawJson.Members;
import dev.purser.external.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A property within a JSON value, in the notation of the External Secrets Operator, which is that
/// of [gjson](https://github.com/tidwall/gjson/blob/master/SYNTAX.md):
///
/// - `a.b` members of members; a backslash takes a character for itself, as in `a\.b`
/// - `list.0` one element, `list.#` their number, `list.#.name` a member of each
/// - `list.#(name=="x")` the first element that fits, with `#` behind it all that fit; compares by
///   `==`, `!=`, `<`, `<=`, `>`, `>=`, `%` (like) and `!%`
/// - `*` and `?` in a name stand for characters, and the first member that fits and leads on is
///   taken
/// - `@this`, `@keys`, `@values`, `@reverse`, `@tostr`, `@fromstr`
///
/// Its arrays of several paths (`[a,b]`, `{a,b}`) and its other modifiers lead nowhere. Immutable.
public final class PropertyPath {
    private final String path;

    private PropertyPath(String path) {
        this.path = path;
    }

    /// Any text is a path; one that makes no sense leads nowhere.
    public static PropertyPath of(String path) {
        return new PropertyPath(path);
    }

    /// What the path leads to; the whole value if it is empty.
    public Optional<SecretValue> in(JsonSecret secret) {
        return follow(secret.root(), path)
                .map(part -> part instanceof RawJson.Numeral n ? n.plain() : part.text())
                .map(SecretValue::of);
    }

    static Optional<RawJson> follow(RawJson part, String path) {
        if (path.isEmpty()) {
            return Optional.of(part);
        }
        return PropertyStep.first(path).flatMap(step -> take(part, step));
    }

    private static Optional<RawJson> take(RawJson part, PropertyStep step) {
        return switch (step) {
            case Modifier modifier ->
                    modifier.apply(part).flatMap(changed -> follow(changed, step.rest()));
            case Name name ->
                    children(part, name)
                            .flatMap(child -> follow(child, step.rest()).stream())
                            .findFirst();
            case Count count when part instanceof Elements array -> count(array, count);
            case Filter filter when part instanceof Elements array -> filter(array, filter);
            case Count _, Filter _ -> Optional.empty();
        };
    }

    private static Stream<RawJson> children(RawJson part, Name name) {
        return switch (part) {
            case Members object ->
                    object.members().entrySet().stream()
                            .filter(member -> name.matches(member.getKey()))
                            .map(Map.Entry::getValue);
            case Elements array ->
                    name
                            .index()
                            .filter(index -> index < array.elements().size())
                            .map(array.elements()::get)
                            .stream();
            case RawJson.Text _, RawJson.Numeral _, RawJson.Literal _ -> Stream.empty();
        };
    }

    private static Optional<RawJson> count(Elements array, Count step) {
        if (step.rest().isEmpty()) {
            return RawJsonReader.read(Integer.toString(array.elements().size()));
        }
        return each(array.elements(), step.perElement(), step.afterwards());
    }

    private static Optional<RawJson> filter(Elements array, Filter step) {
        List<RawJson> fitting = array.elements().stream().filter(step.condition()::holds).toList();
        if (step.all()) {
            return each(fitting, step.perElement(), step.afterwards());
        }
        return fitting.stream().findFirst().flatMap(first -> follow(first, step.rest()));
    }

    /// An array of what each element has at a path, taken further.
    private static Optional<RawJson> each(List<RawJson> elements, String inner, String outer) {
        String array =
                elements.stream()
                        .flatMap(element -> follow(element, inner).stream())
                        .map(RawJson::raw)
                        .collect(Collectors.joining(",", "[", "]"));
        return RawJsonReader.read(array).flatMap(found -> follow(found, outer));
    }
}
