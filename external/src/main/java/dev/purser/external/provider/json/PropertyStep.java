package dev.purser.external.provider.json;

import dev.purser.external.provider.json.RawJson.Elements;
import dev.purser.external.provider.json.RawJson.Members;
import dev.purser.external.provider.json.RawJson.Text;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// One step of a [PropertyPath].
sealed interface PropertyStep {
    /// What comes behind this step.
    String rest();

    /// A member, or an element by its number.
    ///
    /// @param pattern with its escapes
    record Name(String pattern, String rest) implements PropertyStep {
        boolean matches(String name) {
            return new Glob(pattern).matches(name);
        }

        Optional<Integer> index() {
            return !pattern.isEmpty()
                            && pattern.length() < 10
                            && pattern.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Optional.of(Integer.parseInt(pattern))
                    : Optional.empty();
        }
    }

    /// All elements of an array.
    ///
    /// @param perElement is taken in each of them
    /// @param afterwards is taken in the array of what was found
    record Count(String rest, String perElement, String afterwards) implements PropertyStep {}

    /// The elements that a condition holds for.
    ///
    /// @param all of them instead of the first
    record Filter(
            PropertyCondition condition,
            boolean all,
            String rest,
            String perElement,
            String afterwards)
            implements PropertyStep {}

    /// A change of the value.
    record Modifier(String name, String rest) implements PropertyStep {
        Optional<RawJson> apply(RawJson part) {
            return switch (name) {
                case "this" -> Optional.of(part);
                case "keys" -> members(part).map(Modifier::names);
                case "values" ->
                        members(part).map(object -> array(object.members().values().stream()));
                case "reverse" -> Optional.of(reverse(part));
                case "tostr" -> RawJsonReader.read(quoted(part.raw()));
                case "fromstr" ->
                        part instanceof Text text
                                ? RawJsonReader.read(text.text())
                                : Optional.empty();
                default -> Optional.empty();
            };
        }

        private static Optional<Members> members(RawJson part) {
            return part instanceof Members object ? Optional.of(object) : Optional.empty();
        }

        private static RawJson names(Members object) {
            String names =
                    object.members().keySet().stream()
                            .map(Modifier::quoted)
                            .collect(Collectors.joining(",", "[", "]"));
            return RawJsonReader.read(names).orElseThrow();
        }

        private static RawJson array(Stream<RawJson> parts) {
            String text = parts.map(RawJson::raw).collect(Collectors.joining(",", "[", "]"));
            return RawJsonReader.read(text).orElseThrow();
        }

        private static RawJson reverse(RawJson part) {
            return switch (part) {
                case Elements array -> array(array.elements().reversed().stream());
                case Members object -> object(object.members().sequencedEntrySet().reversed());
                case RawJson.Text _, RawJson.Numeral _, RawJson.Literal _ -> part;
            };
        }

        private static RawJson object(Collection<Map.Entry<String, RawJson>> members) {
            String text =
                    members.stream()
                            .map(member -> quoted(member.getKey()) + ":" + member.getValue().raw())
                            .collect(Collectors.joining(",", "{", "}"));
            return RawJsonReader.read(text).orElseThrow();
        }

        private static String quoted(String text) {
            return JsonMapper.shared().writeValueAsString(text);
        }
    }

    /// The first step of a path; empty when it makes no sense.
    static Optional<PropertyStep> first(String path) {
        return switch (path.charAt(0)) {
            case '#' -> ofArray(path);
            case '@' -> Optional.of(modifier(path));
            default -> Optional.of(name(path));
        };
    }

    private static PropertyStep name(String path) {
        int end = PathScanner.stepEnd(path, 0);
        return new Name(path.substring(0, end), behind(path, end));
    }

    private static PropertyStep modifier(String path) {
        int end = PathScanner.stepEnd(path, 0);
        return new Modifier(path.substring(1, end), behind(path, end));
    }

    private static Optional<PropertyStep> ofArray(String path) {
        if (path.startsWith("#(")) {
            return filter(path);
        }
        return PathScanner.stepEnd(path, 0) == 1
                ? Optional.of(new Count(behind(path, 1), perElement(path, 1), afterwards(path, 1)))
                : Optional.of(name(path));
    }

    private static Optional<PropertyStep> filter(String path) {
        int close = PathScanner.closing(path, 1);
        if (close < 0) {
            return Optional.empty();
        }
        PropertyCondition condition = PropertyCondition.parse(path.substring(2, close));
        boolean all = path.startsWith("#", close + 1);
        int end = close + (all ? 2 : 1);
        if (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '|') {
            return Optional.empty();
        }
        return Optional.of(
                new Filter(
                        condition,
                        all,
                        behind(path, end),
                        perElement(path, end),
                        afterwards(path, end)));
    }

    private static String behind(String path, int end) {
        return end < path.length() ? path.substring(end + 1) : "";
    }

    private static String perElement(String path, int end) {
        if (end >= path.length() || path.charAt(end) == '|') {
            return "";
        }
        return path.substring(end + 1, PathScanner.pipe(path, end + 1));
    }

    private static String afterwards(String path, int end) {
        if (end >= path.length()) {
            return "";
        }
        return behind(path, PathScanner.pipe(path, end));
    }
}
