package dev.purser.app.serve;

import dev.purser.external.secret.SecretValue;
import dev.purser.external.template.GoTemplates;
import dev.purser.external.template.TemplateException;
import dev.purser.external.template.Templates;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The template language, whose many functions are not loaded before the first template.
final class FirstUsedTemplates implements Templates {
    private final InstantSource clock;
    private final SecureRandom random;
    private @Nullable Templates made;

    FirstUsedTemplates(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public SecretValue render(String name, String template, Map<String, SecretValue> data)
            throws TemplateException {
        return templates().render(name, template, data);
    }

    private synchronized Templates templates() {
        Templates known = made;
        if (known == null) {
            known = new GoTemplates(clock, random);
            made = known;
        }
        return known;
    }
}
