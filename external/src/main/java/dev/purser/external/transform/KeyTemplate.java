package dev.purser.external.transform;

/// Makes a key's new name by a template that sees the old one as `.value`.
@FunctionalInterface
public interface KeyTemplate {
    /// @throws TransformException when the template is wrong
    String render(String template, String key) throws TransformException;
}
