package dev.purser.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// URLs.
final class UrlFunctions {
    private UrlFunctions() {}

    record UrlValue(GoUrl url) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.URL.name();
        }

        @Override
        public boolean equalTo(OpaqueValue other) {
            return other instanceof UrlValue(GoUrl theirs)
                    && url.toString().equals(theirs.toString());
        }
    }

    static List<Function> all() {
        return List.of(
                Function.of(
                        "url",
                        Overload.global(
                                "string_to_url",
                                KubeTypes.URL,
                                UrlFunctions::parse,
                                SimpleType.STRING)),
                Function.of(
                        "isURL",
                        Overload.global(
                                "is_url_string",
                                SimpleType.BOOL,
                                arguments ->
                                        Value.Bool.of(
                                                GoUrl.requestError(Arguments.text(arguments, 0))
                                                        .isEmpty()),
                                SimpleType.STRING)),
                part("getScheme", "url_get_scheme", GoUrl::scheme),
                part("getHost", "url_get_host", GoUrl::host),
                part("getHostname", "url_get_hostname", GoUrl::hostname),
                part("getPort", "url_get_port", GoUrl::port),
                part("getEscapedPath", "url_get_escaped_path", GoUrl::escapedPath),
                Function.of(
                        "getQuery",
                        Overload.member(
                                "url_get_query",
                                MapType.create(
                                        SimpleType.STRING, ListType.create(SimpleType.STRING)),
                                UrlFunctions::query,
                                KubeTypes.URL)));
    }

    private static Function part(
            String name, String id, java.util.function.Function<GoUrl, String> part) {
        return Function.of(
                name,
                Overload.member(
                        id,
                        SimpleType.STRING,
                        arguments ->
                                new Value.Text(
                                        part.apply(
                                                Arguments.of(UrlValue.class, arguments, 0).url())),
                        KubeTypes.URL));
    }

    private static Value parse(List<Value> arguments) {
        String text = Arguments.text(arguments, 0);
        GoUrl.requestError(text)
                .ifPresent(error -> {
                    throw new EvaluationException(
                            "URL parse error during conversion from string: " + error);
                });
        return new UrlValue(GoUrl.parse(text));
    }

    private static Value query(List<Value> arguments) {
        Map<Value, Value> members = new LinkedHashMap<>();
        Arguments.of(UrlValue.class, arguments, 0)
                .url()
                .queryParameters()
                .forEach((key, values) ->
                        members.put(new Value.Text(key), ListValue.ofTexts(values)));
        return new MapValue.Entries(members);
    }
}
