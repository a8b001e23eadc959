package dev.purser.external.template;

import dev.purser.external.secret.SecretValue;
import java.util.Map;

/// Where the templates of `templateFrom` are: ConfigMaps and Secrets of the ExternalSecret's own
/// namespace.
public interface TemplateSources {
    /// The keys of a ConfigMap.
    ///
    /// @throws TemplateException when there is none
    Map<String, SecretValue> configMap(String name) throws TemplateException, InterruptedException;

    /// The keys of a Secret.
    ///
    /// @throws TemplateException when there is none
    Map<String, SecretValue> secret(String name) throws TemplateException, InterruptedException;
}
