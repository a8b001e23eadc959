package dev.purser.external.template;

import dev.purser.external.secret.SecretValue;

/// Undoes the encoding of a rendered value (`valuesDecodingStrategy`).
@FunctionalInterface
public interface ValueDecoding {
    /// A value without its encoding.
    ///
    /// @param strategy `None`, `Base64`, `Base64URL` or `Auto`
    /// @throws TemplateException when the value is not encoded so
    SecretValue decode(String strategy, SecretValue value) throws TemplateException;
}
