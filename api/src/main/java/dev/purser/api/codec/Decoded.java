package dev.purser.api.codec;

import dev.purser.api.meta.KubeObject;
import java.util.List;

/// An object in canonical form, with what was strange about its text.
///
/// @param strictErrors unknown and duplicate fields, in the order of the text: `unknown field
///   "spec.foo"`, `duplicate field "data.a"`
public record Decoded(KubeObject object, List<String> strictErrors) {
    private static final String YAML_ERRORS = "yaml: unmarshal errors:";

    public Decoded {
        strictErrors = List.copyOf(strictErrors);
    }

    /// The strict errors as one message: `strict decoding error: unknown field "x", …`.
    public String strictMessage() {
        return "strict decoding error: " + String.join(", ", strictErrors);
    }

    /// The strict errors as texts of `Warning` headers, each on a line of its own.
    public List<String> warnings() {
        return strictErrors.stream()
                .flatMap(String::lines)
                .filter(line -> !line.equals(YAML_ERRORS))
                .map(String::strip)
                .toList();
    }

    /// What the YAML reader says in strict mode about keys that were set twice.
    static String yamlErrors(List<String> duplicates) {
        return YAML_ERRORS + "\n  " + String.join("\n  ", duplicates);
    }
}
