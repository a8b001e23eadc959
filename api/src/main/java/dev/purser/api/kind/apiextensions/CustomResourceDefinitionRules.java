package dev.purser.api.kind.apiextensions;

import dev.purser.api.codec.GoForm;
import dev.purser.api.extension.SchemaDefinitionCheck;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// CustomResourceDefinition.
final class CustomResourceDefinitionRules implements KindRules {
    private final DefinitionValidation validation;

    /// @param schemas checks the schemas of definitions
    /// @param goForm shows parts of definitions in messages
    CustomResourceDefinitionRules(SchemaDefinitionCheck schemas, GoForm goForm) {
        this.validation = new DefinitionValidation(schemas, goForm);
    }

    @Override
    public NameFormat nameFormat() {
        return NameFormat.SUBDOMAIN;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        ObjectNode names = Trees.ensure(spec, "names");
        String kind = Trees.text(names, "kind");
        Trees.setDefault(names, "singular", kind.toLowerCase(Locale.ROOT));
        if (!kind.isEmpty()) {
            Trees.setDefault(names, "listKind", kind + "List");
        }
        if (!Trees.has(spec, "conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
        Trees.object(spec.at("/conversion/webhook/clientConfig"), "service")
                .ifPresent(service -> Trees.setDefault(service, "port", 443));
        if (Trees.texts(object.json().path("status"), "storedVersions").isEmpty()) {
            noteStoredVersion(object);
        }
    }

    /// Notes that objects may be stored in the storage version from now on.
    private static void noteStoredVersion(KubeObject object) {
        new Definition(object)
                .storageVersion()
                .map(Definition.Version::name)
                .filter(name -> !Trees.texts(object.status(), "storedVersions").contains(name))
                .ifPresent(name -> {
                    ObjectNode status = object.status();
                    ArrayNode stored =
                            status.get("storedVersions") instanceof ArrayNode list
                                    ? list
                                    : status.putArray("storedVersions");
                    stored.add(name);
                });
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        Lifecycle.startGeneration(object);
        noteStoredVersion(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        if (!object.json().path("spec").equals(old.json().path("spec"))) {
            object.metadata().put("generation", old.generation() + 1);
        }
        noteStoredVersion(object);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Trees.copyField(old.json(), object.json(), "spec");
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validation.validate(new Definition(object), errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validation.validateUpdate(new Definition(object), new Definition(old), errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        NamesValidation.validate(
                object.json().at("/status/acceptedNames"), "status.acceptedNames", errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return DefinitionWarnings.of(new Definition(object), new Definition(old));
    }
}
