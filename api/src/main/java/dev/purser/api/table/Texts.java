package dev.purser.api.table;

import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Texts that several printers make of parts of objects.
final class Texts {
    static final String NONE = "<none>";
    static final String UNSET = "<unset>";

    /// How many items of a list a cell shows.
    private static final int SHOWN_MAX = 3;

    private Texts() {}

    static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    /// `a=b,c=d` in alphabetical order.
    static String labels(JsonNode labels) {
        Map<String, String> sorted = new TreeMap<>();
        labels.properties().forEach(e -> sorted.put(e.getKey(), e.getValue().asString("")));
        return orNone(
                sorted.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(",")));
    }

    /// A LabelSelector object as a selector string.
    static String selector(JsonNode selector) {
        try {
            return orNone(LabelSelector.of(selector).toString());
        } catch (SelectorException e) {
            return "<error>";
        }
    }

    /// One member of each item of a list, with commas between.
    static String joined(JsonNode list, String member) {
        return list.valueStream()
                .map(item -> item.path(member).asString(""))
                .collect(Collectors.joining(","));
    }

    /// The first few of a list, and how many more there are.
    static String firstFew(List<String> items, String ifNone) {
        if (items.isEmpty()) {
            return ifNone;
        }
        String shown = items.stream().limit(SHOWN_MAX).collect(Collectors.joining(","));
        return items.size() > SHOWN_MAX
                ? "%s + %d more...".formatted(shown, items.size() - SHOWN_MAX)
                : shown;
    }

    /// `RWO,ROX` for the access modes of a volume.
    static String accessModes(JsonNode modes) {
        List<String> given = modes.valueStream().map(mode -> mode.asString("")).toList();
        return Map.of(
                        "ReadWriteOnce", "0RWO",
                        "ReadOnlyMany", "1ROX",
                        "ReadWriteMany", "2RWX",
                        "ReadWriteOncePod", "3RWOP")
                .entrySet()
                .stream()
                .filter(mode -> given.contains(mode.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .map(mode -> mode.substring(1))
                .collect(Collectors.joining(","));
    }
}
