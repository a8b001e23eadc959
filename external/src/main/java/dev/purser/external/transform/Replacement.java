package dev.purser.external.transform;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;

/// What takes the place of a regular expression's matches, in Go's notation: `$1`, `${1}`, `$name`,
/// `${name}`, and `$$` for a dollar sign. A group that there is not stands for nothing, and a name
/// goes as far as it can: `$1x` is the group `1x`.
///
/// See <https://pkg.go.dev/regexp#Regexp.Expand>.
final class Replacement {
    private final String template;
    private final Pattern source;

    private Replacement(String template, Pattern source) {
        this.template = template;
        this.source = source;
    }

    static Replacement of(String template, Pattern source) {
        return new Replacement(template, source);
    }

    String replaceAll(String text) {
        Matcher matcher = source.matcher(text);
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            replaced.append(text, copied, matcher.start());
            expand(matcher, replaced);
            copied = matcher.end();
        }
        return replaced.append(text.substring(copied)).toString();
    }

    private void expand(Matcher matcher, StringBuilder into) {
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                into.append(template, at, template.length());
                return;
            }
            into.append(template, at, dollar);
            at = expandGroup(dollar + 1, matcher, into);
        }
    }

    /// Returns where the text goes on.
    private int expandGroup(int start, Matcher matcher, StringBuilder into) {
        if (start < template.length() && template.charAt(start) == '$') {
            into.append('$');
            return start + 1;
        }
        boolean braced = start < template.length() && template.charAt(start) == '{';
        int from = braced ? start + 1 : start;
        int to = from;
        while (to < template.length() && isNamePart(template.charAt(to))) {
            to++;
        }
        boolean closed = !braced || (to < template.length() && template.charAt(to) == '}');
        if (to == from || !closed) {
            into.append('$');
            return start;
        }
        into.append(group(template.substring(from, to), matcher));
        return braced ? to + 1 : to;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private String group(String name, Matcher matcher) {
        int number = number(name);
        if (number < 0 || number > matcher.groupCount()) {
            return "";
        }
        String found = matcher.group(number);
        return found == null ? "" : found;
    }

    private int number(String name) {
        Map<String, Integer> named = source.namedGroups();
        if (named.containsKey(name)) {
            return named.get(name);
        }
        return name.matches("[0-9]{1,6}") ? Integer.parseInt(name) : -1;
    }
}
