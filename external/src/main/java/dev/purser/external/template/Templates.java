package dev.purser.external.template;

import dev.purser.external.secret.SecretValue;
import java.util.Map;

/// Renders templates of the engine `v2`. Thread-safe.
public interface Templates {
    /// Renders a template. Its data is a map of strings: `{{ .user }}` is the value of the key
    /// `user`, and a key that is not there is an error.
    ///
    /// @param name names the template in errors
    SecretValue render(String name, String template, Map<String, SecretValue> data)
            throws TemplateException;
}
