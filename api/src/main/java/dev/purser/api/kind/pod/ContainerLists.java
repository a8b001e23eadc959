package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks the three lists of containers, each with what is special about it.
final class ContainerLists {
    private static final List<String> NOT_IN_INIT =
            List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> NOT_IN_EPHEMERAL =
            List.of(
                    "ports",
                    "resources",
                    "resizePolicy",
                    "restartPolicy",
                    "restartPolicyRules",
                    "livenessProbe",
                    "readinessProbe",
                    "startupProbe",
                    "lifecycle");
    private static final String NAME = "name";

    private final ContainerValidation containers;

    ContainerLists(ContainerValidation containers) {
        this.containers = containers;
    }

    void validate(Spot spec, PodContext pod) {
        validateMain(spec.at(Containers.MAIN), pod);
        validateInit(spec, pod);
        validateEphemeral(spec, pod);
    }

    private void validateMain(Spot list, PodContext pod) {
        if (!list.require()) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (Spot container : list.items()) {
            containers.validate(container, pod);
            requireNew(container.at(NAME), names);
            ProbeValidation.validate(container, pod.gracePeriod());
            RestartValidation.validate(container);
        }
        requireFreeHostPorts(list.items());
    }

    private void validateInit(Spot spec, PodContext pod) {
        Set<String> names = names(spec, Containers.MAIN);
        Spot list = spec.at(Containers.INIT);
        for (Spot container : list.items()) {
            containers.validate(container, pod);
            RestartValidation.validateInit(container);
            boolean hasName = !container.at(NAME).isEmpty();
            if (hasName || names.contains("")) {
                requireNew(container.at(NAME), names);
            }
            // Init containers run one after the other, and Kubernetes takes each for the first.
            requireFreeHostPorts(List.of(container.under(list.path() + "[0]")));
            if (Containers.isSidecar(container.node())) {
                ProbeValidation.validate(container, pod.gracePeriod());
            } else {
                forbidLife(container);
            }
        }
    }

    /// Only an init container that keeps running has a life that can be watched and resized.
    private static void forbidLife(Spot container) {
        for (String field : NOT_IN_INIT) {
            container.ifGiven(
                    field,
                    life ->
                            life.forbidden(
                                    "may not be set for init containers without"
                                            + " restartPolicy=Always"));
        }
        for (Spot policy : container.items("resizePolicy")) {
            Spot restart = policy.at("restartPolicy");
            if (restart.text().equals("RestartContainer")) {
                restart.invalidText(
                        "must not be set to 'RestartContainer' for non-sidecar initContainers");
            }
        }
    }

    private void validateEphemeral(Spot spec, PodContext pod) {
        Set<String> names = names(spec, Containers.MAIN);
        names.addAll(names(spec, Containers.INIT));
        Set<String> targets = Set.copyOf(names);
        for (Spot container : spec.items(Containers.EPHEMERAL)) {
            containers.validate(container, pod);
            ContainerValidation.requireTrimmedImage(container);
            requireNew(container.at(NAME), names);
            Spot target = container.at("targetContainerName");
            if (!target.isEmpty() && !targets.contains(target.text())) {
                target.notFound();
            }
            for (String field : NOT_IN_EPHEMERAL) {
                Spot given = container.at(field);
                boolean isSet = field.equals("resources") ? !given.isEmpty() : given.isGiven();
                if (isSet) {
                    given.forbidden("cannot be set for an Ephemeral Container");
                }
            }
            for (Spot mount : container.items("volumeMounts")) {
                forbidSubPath(mount.at("subPath"));
                forbidSubPath(mount.at("subPathExpr"));
            }
        }
    }

    private static void forbidSubPath(Spot path) {
        if (!path.isEmpty()) {
            path.forbidden("cannot be set for an Ephemeral Container");
        }
    }

    private static Set<String> names(Spot spec, String list) {
        Set<String> names = new HashSet<>();
        spec.items(list).forEach(container -> names.add(container.text(NAME)));
        return names;
    }

    private static void requireNew(Spot name, Set<String> names) {
        if (!names.add(name.text())) {
            name.duplicate();
        }
    }

    private static void requireFreeHostPorts(List<Spot> containers) {
        Set<String> taken = new HashSet<>();
        for (Spot container : containers) {
            for (Spot port : container.items("ports")) {
                long number = port.at("hostPort").number();
                String claim =
                        "%s/%s/%d".formatted(port.text("protocol"), port.text("hostIP"), number);
                if (number != 0 && !taken.add(claim)) {
                    port.errors().duplicate(port.at("hostPort").path(), claim);
                }
            }
        }
    }
}
