package dev.purser.external.template.sprig;

import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.Escaping;
import java.util.regex.Pattern;

/// The parts of an address, as Go's `net/url` takes it apart; path and fragment are decoded, the
/// user is encoded.
record Address(
        String scheme,
        String opaque,
        String user,
        String host,
        String path,
        String query,
        String fragment) {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9\\-._:~!$&'()*+,;=%@]*");
    private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");
    private static final Pattern HOST = Pattern.compile("[^ \"<>\\\\^`{|}/?#]*");
    private static final String IN_PATH = "-_.~$&+,/:;=@";
    private static final String IN_FRAGMENT = "-_.~$&+,/:;=?@!()*";
    private static final String IN_USER = "-_.~$&+,;=";

    static Address parse(String text) throws CallException {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw unfit("invalid control character in URL");
        }
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? "" : unescape(text.substring(hash + 1));
        String rest = hash < 0 ? text : text.substring(0, hash);
        String scheme = scheme(rest);
        rest = scheme.isEmpty() ? rest : rest.substring(scheme.length() + 1);
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        rest = mark < 0 ? rest : rest.substring(0, mark);
        String lower = Texts.lower(scheme);
        if (!rest.startsWith("/")) {
            if (!scheme.isEmpty()) {
                return new Address(lower, rest, "", "", "", query, fragment);
            }
            checkFirstSegment(rest);
        }
        if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
            return withAuthority(lower, rest.substring(2), query, fragment);
        }
        return new Address(lower, "", "", "", unescape(rest), query, fragment);
    }

    private static Address withAuthority(String scheme, String rest, String query, String fragment)
            throws CallException {
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : unescape(rest.substring(slash));
        int at = authority.lastIndexOf('@');
        String host = authority.substring(at + 1);
        checkHost(host);
        String user = at < 0 ? "" : user(authority.substring(0, at));
        return new Address(scheme, "", user, unescape(host), path, query, fragment);
    }

    private static String scheme(String text) throws CallException {
        int colon = text.indexOf(':');
        if (colon == 0) {
            throw unfit("missing protocol scheme");
        }
        boolean valid = colon > 0 && SCHEME.matcher(text.substring(0, colon)).matches();
        return valid ? text.substring(0, colon) : "";
    }

    private static void checkFirstSegment(String path) throws CallException {
        int slash = path.indexOf('/');
        if ((slash < 0 ? path : path.substring(0, slash)).indexOf(':') >= 0) {
            throw unfit("first path segment in URL cannot contain colon");
        }
    }

    private static void checkHost(String host) throws CallException {
        int end = host.startsWith("[") ? host.lastIndexOf(']') + 1 : host.lastIndexOf(':');
        if (host.startsWith("[") && end == 0) {
            throw unfit("missing ']' in host");
        }
        String port = end < 0 ? "" : host.substring(end);
        if (!PORT.matcher(port).matches()) {
            throw unfit("invalid port after host");
        }
        if (!HOST.matcher(host).matches()) {
            throw unfit("invalid character in host name");
        }
    }

    /// User and password with what has to be encoded encoded.
    static String user(String text) throws CallException {
        if (!USER.matcher(text).matches()) {
            throw unfit("net/url: invalid userinfo");
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String escaped = Escaping.percent(unescape(name), IN_USER);
        return colon < 0
                ? escaped
                : escaped + ":" + Escaping.percent(unescape(text.substring(colon + 1)), IN_USER);
    }

    /// The host without a port.
    String hostName() {
        if (host.startsWith("[")) {
            return host.substring(1, host.lastIndexOf(']'));
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    String text() {
        StringBuilder text = new StringBuilder(scheme.isEmpty() ? "" : scheme + ":");
        if (!opaque.isEmpty()) {
            text.append(opaque);
        } else {
            hierarchy(text);
        }
        text.append(query.isEmpty() ? "" : "?" + query);
        return text.append(fragment.isEmpty() ? "" : "#" + Escaping.percent(fragment, IN_FRAGMENT))
                .toString();
    }

    private void hierarchy(StringBuilder text) {
        if (!scheme.isEmpty() || !host.isEmpty() || !user.isEmpty()) {
            boolean nothing = host.isEmpty() && path.isEmpty() && user.isEmpty();
            text.append(nothing ? "" : "//").append(user).append(user.isEmpty() ? "" : "@");
            text.append(host);
        }
        String escaped = Escaping.percent(path, IN_PATH);
        if (!escaped.isEmpty() && !escaped.startsWith("/") && !host.isEmpty()) {
            text.append('/');
        }
        int slash = escaped.indexOf('/');
        boolean looksLikeScheme =
                (slash < 0 ? escaped : escaped.substring(0, slash)).indexOf(':') >= 0;
        text.append(text.isEmpty() && looksLikeScheme ? "./" : "").append(escaped);
    }

    private static String unescape(String text) throws CallException {
        StringBuilder bytes = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.append(c);
                continue;
            }
            if (i + 2 >= text.length()) {
                throw unfit("invalid URL escape");
            }
            int high = Character.digit(text.charAt(i + 1), 16);
            int low = Character.digit(text.charAt(i + 2), 16);
            if (high < 0 || low < 0) {
                throw unfit("invalid URL escape");
            }
            bytes.append((char) (high * 16 + low));
            i += 2;
        }
        return bytes.toString();
    }

    private static CallException unfit(String why) {
        return new CallException("unable to parse url: " + why);
    }

    /// Users have passwords.
    @Override
    public String toString() {
        return "(address)";
    }
}
