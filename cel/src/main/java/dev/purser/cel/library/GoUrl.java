package dev.purser.cel.library;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// URLs as Go's `net/url` reads them (RFC 3986, with its leniency).
///
/// @param rawPath the path as it was written, escapes and all
record GoUrl(
        String scheme, String user, String host, String rawPath, String query, String fragment) {
    private static final Pattern SCHEME =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final String PATH_CHARACTERS = "-_.~$&+,/:;=@!'()*[]";

    /// Why a text is no URL that a request may be sent to; empty if it is one.
    static Optional<String> requestError(String text) {
        String why = problem(text);
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of("parse %s: %s".formatted(GoText.quote(text), why));
    }

    private static String problem(String text) {
        if (text.codePoints().anyMatch(c -> c < ' ' || c == 0x7F)) {
            return "net/url: invalid control character in URL";
        }
        if (text.isEmpty()) {
            return "empty url";
        }
        if (text.equals("*")) {
            return "";
        }
        String rest = text;
        if (SCHEME.matcher(text).matches()) {
            rest = text.substring(text.indexOf(':') + 1);
        } else if (text.startsWith(":")) {
            return "missing protocol scheme";
        }
        boolean hasScheme = !rest.equals(text);
        String path = before(rest, '?');
        if (!path.startsWith("/")) {
            return hasScheme ? "" : "invalid URI for request";
        }
        if (path.startsWith("//") && (hasScheme || !path.startsWith("///"))) {
            String authority = before(path.substring(2), '/');
            String why = hostProblem(authority.substring(authority.lastIndexOf('@') + 1));
            if (!why.isEmpty()) {
                return why;
            }
            path = path.substring(2 + authority.length());
        }
        var escape = BAD_ESCAPE.matcher(path);
        return escape.find() ? badEscape(path, escape.start()) : "";
    }

    private static String badEscape(String text, int at) {
        String shown = text.substring(at, Math.min(at + 3, text.length()));
        return "invalid URL escape " + GoText.quote(shown);
    }

    private static String hostProblem(String host) {
        if (host.startsWith("[")) {
            int end = host.lastIndexOf(']');
            if (end < 0) {
                return "missing ']' in host";
            }
            String port = host.substring(end + 1);
            return PORT.matcher(port).matches()
                    ? ""
                    : "invalid port %s after host".formatted(GoText.quote(port));
        }
        int colon = host.lastIndexOf(':');
        String port = colon < 0 ? "" : host.substring(colon);
        if (!PORT.matcher(port).matches()) {
            return "invalid port %s after host".formatted(GoText.quote(port));
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == ' ' || "\\^`{|}".indexOf(c) >= 0) {
                return "invalid character %s in host name".formatted(GoText.quote("" + c));
            }
        }
        var escape = BAD_ESCAPE.matcher(host);
        return escape.find() ? badEscape(host, escape.start()) : "";
    }

    /// A URL that has no [#requestError].
    static GoUrl parse(String text) {
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? "" : text.substring(hash + 1);
        String rest = hash < 0 ? text : text.substring(0, hash);
        String scheme = "";
        if (SCHEME.matcher(rest).matches()) {
            scheme = before(rest, ':').toLowerCase(Locale.ROOT);
            rest = rest.substring(scheme.length() + 1);
        }
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        rest = mark < 0 ? rest : rest.substring(0, mark);
        if (!rest.startsWith("//") || (scheme.isEmpty() && rest.startsWith("///"))) {
            return new GoUrl(scheme, "", "", rest, query, fragment);
        }
        String authority = before(rest.substring(2), '/');
        int at = authority.lastIndexOf('@');
        return new GoUrl(
                scheme,
                at < 0 ? "" : authority.substring(0, at),
                authority.substring(at + 1),
                rest.substring(2 + authority.length()),
                query,
                fragment);
    }

    private static String before(String text, char end) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    String hostname() {
        String name =
                port().isEmpty() ? host : host.substring(0, host.length() - port().length() - 1);
        return name.startsWith("[") && name.endsWith("]")
                ? name.substring(1, name.length() - 1)
                : name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
    }

    String port() {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.lastIndexOf(']') > colon ? "" : host.substring(colon + 1);
    }

    /// The path with everything escaped that has to be.
    String escapedPath() {
        StringBuilder escaped = new StringBuilder();
        for (byte b : rawPath.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    c == '%'
                            || (c < 0x80
                                    && (Character.isLetterOrDigit(c)
                                            || PATH_CHARACTERS.indexOf(c) >= 0));
            escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return escaped.toString();
    }

    /// The parameters of the query by name; those that are not well formed are left out.
    Map<String, List<String>> queryParameters() {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty() || pair.contains(";") || BAD_ESCAPE.matcher(pair).find()) {
                continue;
            }
            String key = before(pair, '=');
            String value = key.length() == pair.length() ? "" : pair.substring(key.length() + 1);
            parameters.computeIfAbsent(decode(key), name -> new ArrayList<>()).add(decode(value));
        }
        return parameters;
    }

    private static String decode(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String authority =
                host.isEmpty() && user.isEmpty()
                        ? ""
                        : "//" + (user.isEmpty() ? "" : user + "@") + host;
        return (scheme.isEmpty() ? "" : scheme + ":")
                + authority
                + escapedPath()
                + (query.isEmpty() ? "" : "?" + query)
                + (fragment.isEmpty() ? "" : "#" + fragment);
    }
}
