package dev.purser.api.kind.pod;

import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks what all containers have in common (`validateContainerCommon`).
final class ContainerValidation {
    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> RESIZABLE = List.of("cpu", "memory");
    private static final List<String> RESIZE_POLICIES = List.of("NotRequired", "RestartContainer");

    private final ContainerSecurity security;

    ContainerValidation(ContainerSecurity security) {
        this.security = security;
    }

    void validate(Spot container, PodContext pod) {
        Spot name = container.at("name");
        if (name.require()) {
            name.complain(Names::labelErrors);
        }
        container.at("image").require();
        container.at("terminationMessagePolicy").requireGivenOneOf(MESSAGE_POLICIES);
        validatePorts(container);
        EnvironmentValidation.validate(container);
        MountValidation.validate(container, pod.volumes());
        container.at("imagePullPolicy").requireGivenOneOf(LocalVolumes.PULL_POLICIES);
        Spot resources = container.at("resources");
        ResourceValidation.validateForContainer(resources);
        ResourceClaims.validateUses(resources.at("claims"), pod.claims());
        validateResizePolicy(container.at("resizePolicy"), pod.restartPolicy());
        container.ifGiven("securityContext", context -> security.validate(context, pod));
    }

    /// Checks an image of a Pod. Those of templates are not checked so, for the sake of old ones.
    static void requireTrimmedImage(Spot container) {
        Spot image = container.at("image");
        if (!image.text().equals(image.text().strip())) {
            image.invalidText("must not have leading or trailing whitespace");
        }
    }

    private static void validatePorts(Spot container) {
        Set<String> names = new HashSet<>();
        for (Spot port : container.items("ports")) {
            Spot name = port.at("name");
            if (!name.isEmpty()) {
                name.complain(Names::portNameErrors);
                boolean isRight = Names.portNameErrors(name.text()).isEmpty();
                if (isRight && !names.add(name.text())) {
                    name.duplicate();
                }
            }
            Spot number = port.at("containerPort");
            if (number.number() == 0) {
                number.required();
            } else {
                validatePortNumber(number);
            }
            Spot hostPort = port.at("hostPort");
            if (hostPort.number() != 0) {
                validatePortNumber(hostPort);
            }
            port.at("protocol").requireGivenOneOf(PROTOCOLS);
        }
    }

    private static void validatePortNumber(Spot port) {
        Numbers.portErrors(port.number()).forEach(port::invalidNumber);
    }

    /// Kubernetes names the list instead of the item in most of these complaints.
    private static void validateResizePolicy(Spot policies, String podRestartPolicy) {
        Set<String> resources = new HashSet<>();
        for (Spot policy : policies.items()) {
            Spot resource = policy.at("resourceName").under(policies.path());
            if (!resources.add(resource.text())) {
                resource.under(policy.path()).duplicate();
            }
            resource.requireGivenOneOf(RESIZABLE);
            Spot restart = policy.at("restartPolicy").under(policies.path());
            restart.requireGivenOneOf(RESIZE_POLICIES);
            if (podRestartPolicy.equals("Never") && !restart.text().equals("NotRequired")) {
                restart.invalidText("must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }
}
