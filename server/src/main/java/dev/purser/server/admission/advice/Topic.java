package dev.purser.server.admission.advice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a warning is about. The names are part of Purser's interface: people turn warnings off by
/// them, and docs/WARNINGS.md explains each.
public enum Topic {
    CREDENTIAL_IN_CONFIGMAP,
    CREDENTIAL_IN_ENV,
    CREDENTIAL_IN_COMMAND,
    SECRET_IN_ENV,
    SECRET_IN_LAST_APPLIED,
    SECRET_NEWLINE,
    SECRET_QUOTED,
    SECRET_BASE64_TWICE,
    TOKEN_NEVER_EXPIRES,
    SUBPATH_NEVER_UPDATES,
    MODE_WIDENED;

    /// The name as people write it: `secret-in-env`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The topic of a name; empty when there is none.
    public static Optional<Topic> named(String text) {
        return Arrays.stream(values()).filter(topic -> topic.text().equals(text)).findFirst();
    }
}
