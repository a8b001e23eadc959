package dev.purser.api.kind.apiextensions;

import dev.purser.api.codec.GoForm;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Versions as Kubernetes' own structs show them in messages: without what all of them share.
record InternalForm(GoForm form) {
    private static final String VERSION =
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1"
                    + ".CustomResourceDefinitionVersion";

    String versions(Definition definition) {
        List<SharedParts> parts =
                List.of(
                        SharedParts.schemas(definition),
                        SharedParts.subresources(definition),
                        SharedParts.columns(definition),
                        SharedParts.selectableFields(definition));
        List<String> shown = new ArrayList<>();
        for (Definition.Version version : definition.versions()) {
            ObjectNode own = version.json().deepCopy();
            parts.stream().filter(SharedParts::isShared).forEach(part -> own.remove(part.field()));
            shown.add(form.compact(own, VERSION));
        }
        return "[" + String.join(",", shown) + "]";
    }
}
