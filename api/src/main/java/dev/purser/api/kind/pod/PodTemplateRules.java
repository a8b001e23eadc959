package dev.purser.api.kind.pod;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// PodTemplates, objects that are nothing but a template.
///
/// @param templates what is done with templates everywhere
record PodTemplateRules(PodTemplates templates) implements KindRules {
    private static final String TEMPLATE = "template";

    private static ObjectNode template(KubeObject object) {
        return Trees.ensure(object.json(), TEMPLATE);
    }

    @Override
    public void setDefaults(KubeObject object) {
        templates.setDefaults(template(object));
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.startGeneration(object);
        templates.prepare(template(object));
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        templates.prepare(template(object));
        Lifecycle.countChange(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        templates.validate(template(object), TEMPLATE, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        templates.validateUpdate(template(object), template(old), TEMPLATE, errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        boolean isNew = old.resourceVersion().isEmpty();
        return isNew || object.generation() != old.generation()
                ? templates.warnings(template(object), TEMPLATE)
                : List.of();
    }
}
