package dev.purser.server.media;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One choice of an `Accept` header (RFC 9110, 12.5.1).
///
/// @param parameters without `q`; names in lower case
record MediaRange(String type, String subtype, double quality, Map<String, String> parameters) {
    private static final Comparator<MediaRange> BEST_FIRST =
            Comparator.comparingDouble((MediaRange range) -> -range.quality())
                    .thenComparing(range -> range.type().equals("*"))
                    .thenComparing(range -> range.subtype().equals("*"));

    /// The choices of a header, the client's favourite first.
    static List<MediaRange> parse(String accept) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String clause : accept.split(",")) {
            String[] parts = clause.split(";", -1);
            String[] names = parts[0].strip().toLowerCase(Locale.ROOT).split("/", 2);
            if (names.length == 2 || names[0].equals("*")) {
                ranges.add(range(names[0], names.length == 2 ? names[1] : "*", parts));
            }
        }
        ranges.sort(BEST_FIRST);
        return ranges;
    }

    private static MediaRange range(String type, String subtype, String[] parts) {
        double quality = 1;
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] sides = parts[i].split("=", 2);
            String name = sides[0].strip().toLowerCase(Locale.ROOT);
            String value = sides.length == 2 ? sides[1].strip() : "";
            if (name.equals("q")) {
                quality = quality(value);
            } else {
                parameters.put(name, value);
            }
        }
        return new MediaRange(type, subtype, quality, parameters);
    }

    private static double quality(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    boolean covers(Format format) {
        String[] names = format.mediaType().split("/", 2);
        return (type.equals("*") || type.equals(names[0]))
                && (subtype.equals("*") || subtype.equals(names[1]));
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
