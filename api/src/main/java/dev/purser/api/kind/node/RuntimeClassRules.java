package dev.purser.api.kind.node;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.DeprecatedNodeLabels;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// RuntimeClasses: how containers are run.
public final class RuntimeClassRules implements KindRules {
    private static final String HANDLER = "handler";
    private static final String TOLERATION = "io.k8s.api.core.v1.Toleration";

    private final GoForm goForm;

    RuntimeClassRules(GoForm goForm) {
        this.goForm = goForm;
    }

    /// The kinds of the node group.
    ///
    /// @param goForm shows tolerations in messages
    public static VersionKinds all(GoForm goForm) {
        return VersionKinds.of("node.k8s.io", "v1")
                .with("RuntimeClass", new RuntimeClassRules(goForm));
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        String handler = Trees.text(object.json(), HANDLER);
        if (handler.isEmpty()) {
            errors.required(HANDLER, "");
        } else {
            handlerErrors(handler).forEach(why -> errors.invalid(HANDLER, handler, why));
        }
        Spot root = new Spot(object.json(), "", errors);
        Spot overhead = root.at("overhead");
        PodTemplates.validateOverhead(overhead.at("podFixed").under(overhead.path()));
        Spot scheduling = root.at("scheduling");
        Spot selector = scheduling.at("nodeSelector");
        Labels.validate(selector.node(), selector.path(), errors);
        PodTemplates.validateTolerations(scheduling.at("tolerations"));
        requireUnique(scheduling.at("tolerations"));
    }

    private void requireUnique(Spot tolerations) {
        Set<List<String>> seen = new HashSet<>();
        for (Spot toleration : tolerations.items()) {
            List<String> key =
                    List.of(
                            toleration.text("key"),
                            toleration.text("operator"),
                            toleration.text("value"),
                            toleration.text("effect"));
            if (!seen.add(key)) {
                toleration
                        .errors()
                        .duplicateShown(
                                toleration.path(), goForm.compact(toleration.node(), TOLERATION));
            }
        }
    }

    private static List<String> handlerErrors(String handler) {
        return Names.labelErrors(handler).stream()
                .map(why -> why.replace("63 characters", "63 bytes"))
                .toList();
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        String handler = Trees.text(object.json(), HANDLER);
        if (!handler.equals(Trees.text(old.json(), HANDLER))) {
            errors.invalid(HANDLER, handler, "field is immutable");
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        for (String key : object.json().path("scheduling").path("nodeSelector").propertyNames()) {
            DeprecatedNodeLabels.warning(key)
                    .ifPresent(text -> warnings.add("scheduling.nodeSelector: " + text));
        }
        return warnings;
    }
}
