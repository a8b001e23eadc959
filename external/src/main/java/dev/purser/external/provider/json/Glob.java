package dev.purser.external.provider.json;

/// A name in which `*` stands for any characters, `?` for one, and a backslash takes the next
/// character for itself. Needs no more than the product of both lengths.
///
/// @param pattern with its escapes
record Glob(String pattern) {
    boolean matches(String name) {
        int inName = 0;
        int inPattern = 0;
        int star = -1;
        int starName = 0;
        while (inName < name.length()) {
            if (isStar(inPattern)) {
                star = inPattern++;
                starName = inName;
            } else if (fits(inPattern, name.charAt(inName))) {
                inPattern += width(inPattern);
                inName++;
            } else if (star >= 0) {
                inPattern = star + 1;
                inName = ++starName;
            } else {
                return false;
            }
        }
        while (isStar(inPattern)) {
            inPattern++;
        }
        return inPattern == pattern.length();
    }

    private boolean isStar(int at) {
        return at < pattern.length() && pattern.charAt(at) == '*';
    }

    private boolean fits(int at, char c) {
        if (at >= pattern.length()) {
            return false;
        }
        char wanted = pattern.charAt(at);
        if (wanted == '?') {
            return true;
        }
        return c == (width(at) == 2 ? pattern.charAt(at + 1) : wanted);
    }

    private int width(int at) {
        return pattern.charAt(at) == '\\' && at + 1 < pattern.length() ? 2 : 1;
    }
}
