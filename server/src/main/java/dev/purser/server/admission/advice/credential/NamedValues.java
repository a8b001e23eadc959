package dev.purser.server.admission.advice.credential;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values whose name says that they are secret: `DB_PASSWORD`, `apiKey`, `client_secret`.
///
/// A name alone is not enough, because most such settings hold the name of a Secret, a path or a
/// placeholder; the value has to look like one that was chosen to be hard to guess.
final class NamedValues {
    private static final Pattern PASSWORD_NAME =
            Pattern.compile(".*(?:pass|passwd|password|passphrase|pwd)\\d{0,2}");
    private static final Pattern TOKEN_NAME =
            Pattern.compile(
                    ".*(?:secret|token|api[-_.]?key|access[-_.]?key|secret[-_.]?key|private[-_.]?key"
                            + "|encryption[-_.]?key|signing[-_.]?key|master[-_.]?key|auth[-_.]?key"
                            + "|fernet[-_.]?key|cookie[-_.]?secret|credentials?|nextauth|salt)\\d{0,2}");

    /// `name: value`, `name=value`, `"name": "value"`, `<name>value<` inside a text.
    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "(?<![A-Za-z0-9_.])(?<name>[A-Za-z][A-Za-z0-9_.-]{2,80}+)[\"']?[ \\t]{0,8}(?::=|=>|[:=>])[ \\t]{0,8}"
                            + "(?:\"(?<double>[^\"\\n]{8,1024})\"|'(?<single>[^'\\n]{8,1024})'"
                            + "|(?<bare>[^\\s\"'<,;]{8,1024}))");

    private static final Pattern URL_PASSWORD =
            Pattern.compile(
                    "[a-z][a-z0-9+.-]{1,30}://[^\\s/:@\"'?#]{0,100}:(?<secret>[^\\s/@\"']{6,256})@[A-Za-z0-9\\[]");

    private NamedValues() {}

    /// What the value of this name is, if it is a credential.
    static Optional<String> find(String name, String value) {
        String text = value.strip();
        if (Placeholders.isReference(text) || Placeholders.isOne(text) || text.contains("://")) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (PASSWORD_NAME.matcher(lower).matches() && Randomness.isPassword(text)) {
            return Optional.of("a password");
        }
        return TOKEN_NAME.matcher(lower).matches() && Randomness.isToken(text)
                ? Optional.of("a secret key or token")
                : Optional.empty();
    }

    /// What a file, a command line or another longer text sets.
    static Optional<String> findInside(String text) {
        Matcher url = URL_PASSWORD.matcher(text);
        while (text.contains("://") && url.find()) {
            String secret = url.group("secret");
            if (!Placeholders.isReference(secret) && !Placeholders.isOne(secret)) {
                return Optional.of("a URL with a password");
            }
        }
        Matcher assignment = ASSIGNMENT.matcher(text);
        while (assignment.find()) {
            Optional<String> found = find(assignment.group("name"), value(assignment));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String value(Matcher assignment) {
        for (String group : new String[] {"double", "single"}) {
            if (assignment.group(group) != null) {
                return assignment.group(group);
            }
        }
        return assignment.group("bare");
    }
}
