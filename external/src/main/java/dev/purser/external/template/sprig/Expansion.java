package dev.purser.external.template.sprig;

import com.google.re2j.Matcher;

/// Replacements with references to groups: `$1`, `$name`, `${name}`, `$$`.
final class Expansion {
    private Expansion() {}

    static String of(String template, Matcher matcher) {
        StringBuilder text = new StringBuilder();
        int place = 0;
        while (place < template.length()) {
            char c = template.charAt(place);
            if (c != '$' || place + 1 == template.length()) {
                text.append(c);
                place++;
                continue;
            }
            boolean braces = template.charAt(place + 1) == '{';
            int begin = place + (braces ? 2 : 1);
            int end = nameEnd(template, begin);
            boolean closed = !braces || (end < template.length() && template.charAt(end) == '}');
            if (template.charAt(place + 1) == '$') {
                text.append('$');
                place += 2;
            } else if (end == begin || !closed) {
                text.append('$');
                place++;
            } else {
                text.append(group(template.substring(begin, end), matcher));
                place = end + (braces ? 1 : 0);
            }
        }
        return text.toString();
    }

    private static int nameEnd(String template, int begin) {
        int end = begin;
        while (end < template.length()
                && (Character.isLetterOrDigit(template.charAt(end))
                        || template.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static String group(String name, Matcher matcher) {
        String group = null;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (name.length() < 9 && Integer.parseInt(name) <= matcher.groupCount()) {
                group = matcher.group(Integer.parseInt(name));
            }
        } else if (matcher.pattern().namedGroups().containsKey(name)) {
            group = matcher.group(name);
        }
        return group == null ? "" : group;
    }
}
