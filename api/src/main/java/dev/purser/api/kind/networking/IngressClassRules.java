package dev.purser.api.kind.networking;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.DomainPaths;
import dev.purser.api.validation.Names;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// IngressClasses.
public final class IngressClassRules implements CountedRules {
    private static final int CONTROLLER_MAX = 250;
    private static final String CONTROLLER = "spec.controller";
    private static final String PARAMETERS = "spec.parameters";
    private static final List<String> SCOPES = List.of("Cluster", "Namespace");

    @Override
    public void setDefaults(KubeObject object) {
        Trees.object(object.spec(), "parameters")
                .filter(parameters -> !Trees.has(parameters, "scope"))
                .ifPresent(parameters -> parameters.put("scope", "Cluster"));
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        String controller = Trees.text(object.spec(), "controller");
        if (controller.length() > CONTROLLER_MAX) {
            errors.tooLong(CONTROLLER, CONTROLLER_MAX);
        }
        DomainPaths.validatePath(controller, CONTROLLER, errors);
        Trees.object(object.spec(), "parameters")
                .ifPresent(parameters -> validateParameters(parameters, errors));
    }

    private static void validateParameters(ObjectNode parameters, FieldErrors errors) {
        References.validateTyped(parameters, PARAMETERS, errors);
        boolean hasNamespace = Trees.has(parameters, "namespace");
        String namespace = Trees.text(parameters, "namespace");
        String path = PARAMETERS + ".namespace";
        String scope = Trees.text(parameters, "scope");
        switch (scope) {
            case "Namespace" -> {
                if (hasNamespace) {
                    errors.invalidEach(path, namespace, Names.labelErrors(namespace));
                } else {
                    errors.required(path, "`parameters.scope` is set to 'Namespace'");
                }
            }
            case "Cluster" -> {
                if (hasNamespace) {
                    errors.forbidden(path, "`parameters.scope` is set to 'Cluster'");
                }
            }
            default -> errors.notSupported(PARAMETERS + ".scope", scope, SCOPES);
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        String controller = Trees.text(object.spec(), "controller");
        if (!controller.equals(Trees.text(old.spec(), "controller"))) {
            errors.invalid(CONTROLLER, controller, "field is immutable");
        }
        validate(object, errors);
    }
}
