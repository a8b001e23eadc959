package dev.purser.external.template;

import dev.purser.external.secret.SecretValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Applies an ExternalSecret's `target.template` to the data that was fetched for it. What comes
/// later wins: merged data, `templateFrom` in its order, `data`. Thread-safe.
public final class TargetTemplate {
    private static final String NONE = "None";
    private static final String VALUES = "Values";
    private static final String KEYS_AND_VALUES = "KeysAndValues";

    private final Templates templates;
    private final ValueDecoding decoding;

    public TargetTemplate(Templates templates, ValueDecoding decoding) {
        this.templates = templates;
        this.decoding = decoding;
    }

    /// Renders all of a template.
    ///
    /// @param template the `target.template` of the specification
    /// @param fetched the data of `data` and `dataFrom`
    public Rendered apply(
            JsonNode template, Map<String, SecretValue> fetched, TemplateSources sources)
            throws TemplateException, InterruptedException {
        TemplateRules.check(template);
        Rendering rendering = new Rendering(fetched);
        if (keepsFetched(template)) {
            rendering.data.putAll(fetched);
        }
        for (JsonNode from : template.path("templateFrom")) {
            rendering.from(from, sources);
        }
        rendering.values(members(template.path("data")), Target.DATA);
        JsonNode metadata = template.path("metadata");
        rendering.values(members(metadata.path("labels")), Target.LABELS);
        rendering.values(members(metadata.path("annotations")), Target.ANNOTATIONS);
        return rendering.result(template);
    }

    private static boolean keepsFetched(JsonNode template) {
        boolean noTemplate =
                template.path("data").isEmpty() && template.path("templateFrom").isEmpty();
        return noTemplate || template.path("mergePolicy").asString("").equals("Merge");
    }

    private static Map<String, String> members(JsonNode object) {
        Map<String, String> members = new HashMap<>();
        object.properties()
                .forEach(member -> members.put(member.getKey(), member.getValue().asString("")));
        return members;
    }

    private static String text(JsonNode object, String member, String otherwise) {
        String text = object.path(member).asString("");
        return text.isEmpty() ? otherwise : text;
    }

    /// Which part of the Secret a rendered key belongs to.
    private enum Target {
        DATA,
        ANNOTATIONS,
        LABELS;

        static Target of(JsonNode from) {
            return valueOf(text(from, "target", "Data").toUpperCase(Locale.ROOT));
        }
    }

    /// A Secret in the making.
    private final class Rendering {
        private final Map<String, SecretValue> fetched;
        private final Map<String, SecretValue> data = new HashMap<>();
        private final Map<String, String> labels = new HashMap<>();
        private final Map<String, String> annotations = new HashMap<>();

        Rendering(Map<String, SecretValue> fetched) {
            this.fetched = fetched;
        }

        void from(JsonNode from, TemplateSources sources)
                throws TemplateException, InterruptedException {
            Target target = Target.of(from);
            String strategy = text(from, "valuesDecodingStrategy", NONE);
            if (from.path("configMap").isObject()) {
                JsonNode reference = from.path("configMap");
                Map<String, SecretValue> map = sources.configMap(text(reference, "name", ""));
                items(reference, map, "configmap", target, strategy);
            }
            if (from.path("secret").isObject()) {
                secret(from.path("secret"), sources, target, strategy);
            }
            if (from.has("literal")) {
                keysAndValues("literal", text(from, "literal", ""), target, strategy);
            }
        }

        /// The text of a template that is in a Secret may itself be secret: an error says where it
        /// is, and no more.
        private void secret(
                JsonNode reference, TemplateSources sources, Target target, String strategy)
                throws TemplateException, InterruptedException {
            Map<String, SecretValue> secret = sources.secret(text(reference, "name", ""));
            try {
                items(reference, secret, "secret", target, strategy);
            } catch (TemplateException e) {
                if (e.place().isEmpty()) {
                    throw e;
                }
                throw new TemplateException(
                        "template: %s: the template cannot be used (what is wrong is not shown, as it is in a Secret)"
                                .formatted(e.place()),
                        e.place());
            }
        }

        private void items(
                JsonNode reference,
                Map<String, SecretValue> texts,
                String kind,
                Target target,
                String strategy)
                throws TemplateException {
            for (JsonNode item : reference.path("items")) {
                String key = text(item, "key", "");
                SecretValue template = texts.get(key);
                if (template == null) {
                    throw new TemplateException(
                            "error in %s %s: missing key %s"
                                    .formatted(kind, text(reference, "name", ""), key));
                }
                item(key, template.text(), text(item, "templateAs", VALUES), target, strategy);
            }
        }

        private void item(String key, String template, String scope, Target target, String strategy)
                throws TemplateException {
            switch (scope) {
                case VALUES -> put(key, decoded(key, render(key, template), strategy), target);
                case KEYS_AND_VALUES -> keysAndValues(key, template, target, strategy);
                default ->
                        throw new TemplateException(
                                "unknown scope '%s': expected 'Values' or 'KeysAndValues'"
                                        .formatted(scope));
            }
        }

        void values(Map<String, String> byKey, Target target) throws TemplateException {
            for (Map.Entry<String, String> template : byKey.entrySet()) {
                put(template.getKey(), render(template.getKey(), template.getValue()), target);
            }
        }

        private void keysAndValues(String name, String template, Target target, String strategy)
                throws TemplateException {
            Map<String, SecretValue> rendered = RenderedMap.read(name, render(name, template));
            for (Map.Entry<String, SecretValue> entry : rendered.entrySet()) {
                String key = entry.getKey();
                put(key, decoded(key, entry.getValue(), strategy), target);
            }
        }

        private SecretValue render(String key, String template) throws TemplateException {
            try {
                return templates.render(key, template, fetched);
            } catch (TemplateException e) {
                throw new TemplateException(
                        "unable to execute template at key %s: %s".formatted(key, e.getMessage()),
                        e.place());
            }
        }

        private SecretValue decoded(String key, SecretValue value, String strategy)
                throws TemplateException {
            if (strategy.equals(NONE)) {
                return value;
            }
            try {
                return decoding.decode(strategy, value);
            } catch (TemplateException e) {
                throw new TemplateException(
                        "failed to decode rendered template value for key %s: %s"
                                .formatted(key, e.getMessage()));
            }
        }

        private void put(String key, SecretValue value, Target target) {
            switch (target) {
                case DATA -> data.put(key, value);
                case LABELS -> labels.put(key, value.text());
                case ANNOTATIONS -> annotations.put(key, value.text());
            }
        }

        Rendered result(JsonNode template) {
            List<String> finalizers = new ArrayList<>();
            template.path("metadata")
                    .path("finalizers")
                    .forEach(finalizer -> finalizers.add(finalizer.asString("")));
            Optional<String> type =
                    Optional.of(text(template, "type", "")).filter(name -> !name.isEmpty());
            return new Rendered(type, data, labels, annotations, finalizers);
        }
    }
}
