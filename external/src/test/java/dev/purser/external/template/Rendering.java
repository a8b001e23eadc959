package dev.purser.external.template;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.external.secret.SecretValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// Templates as the tests render them, at a time that stands still.
final class Rendering {
    static final Instant NOW = Instant.parse("2024-05-06T07:08:09Z");

    private Rendering() {}

    static Templates templates() {
        return new GoTemplates(InstantSource.fixed(NOW), new SecureRandom());
    }

    static Map<String, SecretValue> values(Map<String, String> texts) {
        Map<String, SecretValue> values = new TreeMap<>();
        texts.forEach((key, text) -> values.put(key, SecretValue.of(text)));
        return values;
    }

    static String render(String template, Map<String, String> data) throws TemplateException {
        return templates().render("t", template, values(data)).text();
    }

    static String failure(String template, Map<String, String> data) {
        return catchThrowableOfType(TemplateException.class, () -> render(template, data))
                .getMessage();
    }
}
