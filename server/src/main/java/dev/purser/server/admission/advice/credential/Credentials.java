package dev.purser.server.admission.advice.credential;

import java.util.Optional;

/// Whether a setting is a credential. The answer is a kind with its article, `a GitHub token`, and
/// never holds any of the value. Stateless.
public final class Credentials {
    /// Longer texts are judged by their beginning.
    private static final int CHARACTERS_MAX = 1024 * 1024;

    private Credentials() {}

    /// Judges a value with its name, which is the key of a ConfigMap or an environment variable.
    public static Optional<String> find(String name, String value) {
        return find(value).or(() -> NamedValues.find(name, value));
    }

    /// Judges a text that may set anything.
    public static Optional<String> find(String text) {
        String judged = text.length() > CHARACTERS_MAX ? text.substring(0, CHARACTERS_MAX) : text;
        return TokenShapes.find(judged).or(() -> NamedValues.findInside(judged));
    }
}
