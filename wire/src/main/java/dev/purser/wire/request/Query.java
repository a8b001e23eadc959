package dev.purser.wire.request;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The query parameters of a URL, decoded. Immutable.
///
/// Pairs that cannot be decoded are left out, as Go's `url.Query` does.
public final class Query {
    private static final Query EMPTY = new Query(Map.of());

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /// No parameters at all.
    public static Query empty() {
        return EMPTY;
    }

    /// Decodes what follows the question mark.
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!name.isEmpty() && !pair.contains(";")) {
                add(values, name, value);
            }
        }
        return new Query(values);
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        String decodedName;
        String decodedValue;
        try {
            decodedName = decode(name);
            decodedValue = decode(value);
        } catch (IllegalArgumentException malformedEscape) {
            // Left out, as documented.
            return;
        }
        values.computeIfAbsent(decodedName, key -> new ArrayList<>()).add(decodedValue);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// The first value, or the empty string.
    public String first(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.getFirst();
    }

    /// Every value, in order.
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /// The names of all parameters, in order.
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// A boolean as Kubernetes reads it: anything but nothing, `0` and `false` is true.
    public boolean isTrue(String name) {
        if (!has(name)) {
            return false;
        }
        String value = first(name);
        return !value.equals("0") && !value.equalsIgnoreCase("false");
    }
}
