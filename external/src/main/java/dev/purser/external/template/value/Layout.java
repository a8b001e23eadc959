package dev.purser.external.template.value;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A layout of times as Go has it: the reference time `Mon Jan 2 15:04:05 MST 2006`, written as
/// times are to be.
final class Layout {
    private static final Pattern ELEMENT =
            Pattern.compile(
                    "January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|2"
                            + "|__2|_2(?!006)|3|4|5|PM|pm"
                            + "|[-Z]07:00:00|[-Z]070000|[-Z]07:00|[-Z]0700|[-Z]07"
                            + "|[.,](?:0+|9+)(?![0-9])");

    private Layout() {}

    /// A part of a layout.
    ///
    /// @param standard whether it stands for a part of the time, rather than for itself
    record Part(String text, boolean standard) {}

    static List<Part> parts(String layout) {
        List<Part> parts = new ArrayList<>();
        Matcher elements = ELEMENT.matcher(layout);
        int place = 0;
        while (elements.find()) {
            if (elements.start() > place) {
                parts.add(new Part(layout.substring(place, elements.start()), false));
            }
            parts.add(new Part(elements.group(), true));
            place = elements.end();
        }
        if (place < layout.length()) {
            parts.add(new Part(layout.substring(place), false));
        }
        return parts;
    }
}
