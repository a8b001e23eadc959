package dev.purser.controllers.metadata;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.controllers.object.Resources;
import java.util.List;

/// Tells which custom resources there are by their definitions. Runs on the definitions' informer.
record DefinitionFollower(CustomResources custom) implements ObjectHandler {
    private static final List<String> VERSION_FACTS = List.of("name", "served");

    /// Is told of custom resources.
    interface CustomResources {
        /// The resource is served, or is so in other versions than before.
        void served(FollowedResource resource);

        /// The resource is not served, though its objects may be there still.
        void hidden(GroupResource resource);

        /// The resource is gone with all its objects.
        void gone(GroupResource resource);
    }

    /// Definitions without their schemas, which may be large.
    static InformerOptions options() {
        return InformerOptions.all(Resources.CUSTOM_RESOURCE_DEFINITIONS)
                .withTransform(DefinitionFollower::strip);
    }

    private static KubeObject strip(KubeObject definition) {
        definition.metadata().remove(List.of("managedFields", "annotations"));
        new Definition(definition)
                .versions()
                .forEach(version -> version.json().retain(VERSION_FACTS));
        return definition;
    }

    @Override
    public void added(KubeObject object) {
        see(object);
    }

    @Override
    public void updated(KubeObject before, KubeObject after) {
        if (!before.uid().equals(after.uid())) {
            deleted(before);
        }
        see(after);
    }

    private void see(KubeObject object) {
        FollowedResource.of(new Definition(object))
                .ifPresentOrElse(custom::served, () -> custom.hidden(resource(object)));
    }

    @Override
    public void deleted(KubeObject last) {
        custom.gone(resource(last));
    }

    /// By the names that were wished for: a definition whose plural was not accepted makes nothing,
    /// and no other one can have this plural in this group, for it is part of the name.
    private static GroupResource resource(KubeObject object) {
        return new GroupResource(
                Trees.text(object.json().path("spec"), "group"),
                new Definition(object).wishedNames().plural());
    }
}
