package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks a Pod spec, be it that of a Pod or of a template (`ValidatePodSpec`), in Kubernetes'
/// order.
final class PodSpecValidation {
    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> PREEMPTION_POLICIES =
            List.of("PreemptLowerPriority", "Never");
    private static final String GRACE = "terminationGracePeriodSeconds";

    private final VolumeValidation volumes;
    private final ResourceClaims claims;
    private final ContainerLists containers;
    private final PodSecurity security;

    /// @param goForm shows parts of specs in messages
    PodSpecValidation(GoForm goForm) {
        this.volumes = new VolumeValidation(goForm);
        this.claims = new ResourceClaims(goForm);
        this.containers =
                new ContainerLists(new ContainerValidation(new ContainerSecurity(goForm)));
        this.security = new PodSecurity(goForm);
    }

    void validate(Spot spec, SpecOwner owner) {
        Map<String, JsonNode> valid = volumes.validate(spec.at("volumes"), owner);
        claims.validate(spec.at("resourceClaims"), owner);
        containers.validate(spec, context(spec, valid, owner));
        PodResources.validate(spec);
        PodSecurity.validateHostPorts(spec, owner);
        spec.at("restartPolicy").requireGivenOneOf(RESTART_POLICIES);
        DnsValidation.validatePolicy(spec.at("dnsPolicy"));
        Spot selector = spec.at("nodeSelector");
        Labels.validate(selector.node(), selector.path(), spec.errors());
        security.validateContext(spec);
        PodSecurity.validateSharedProcesses(spec);
        validateAffinity(spec.at("affinity"));
        DnsValidation.validateConfig(spec.at("dnsConfig"), spec.text("dnsPolicy"));
        validateGates(spec);
        SpreadValidation.validate(spec.at("topologySpreadConstraints"));
        WindowsOptions.validateHostProcesses(spec);
        PodSecurity.validateHostUsers(spec);
        DnsValidation.validateOverride(spec);
        validateDetails(spec);
        OsValidation.validate(spec);
        EnvironmentValidation.validateFileVolumes(spec);
    }

    private static PodContext context(Spot spec, Map<String, JsonNode> volumes, SpecOwner owner) {
        Spot hostUsers = spec.at("hostUsers");
        return new PodContext(
                volumes,
                ResourceClaims.names(spec.at("resourceClaims")),
                spec.at(GRACE).number(),
                spec.text("restartPolicy"),
                !hostUsers.isGiven() || hostUsers.isTrue(),
                owner.is(SpecOwner.Trait.SYS_ADMIN_BEFORE));
    }

    private static void validateAffinity(Spot affinity) {
        NodeAffinityValidation.validate(affinity.at("nodeAffinity"));
        PodAffinityValidation.validate(affinity.at("podAffinity"));
        PodAffinityValidation.validate(affinity.at("podAntiAffinity"));
    }

    private static void validateGates(Spot spec) {
        for (Spot gate : spec.items("readinessGates")) {
            gate.at("conditionType").complain(LabelSyntax::keyErrors);
        }
        Set<String> names = new HashSet<>();
        for (Spot gate : spec.items("schedulingGates")) {
            Spot name = gate.at("name").under(gate.path());
            name.complain(LabelSyntax::keyErrors);
            if (!names.add(name.text())) {
                name.duplicate();
            }
        }
    }

    private static void validateDetails(Spot spec) {
        validateName(spec.at("serviceAccountName"));
        validateName(spec.at("nodeName"));
        Spot deadline = spec.at("activeDeadlineSeconds");
        boolean isInRange = deadline.number() >= 1 && deadline.number() <= Integer.MAX_VALUE;
        if (deadline.isGiven() && !isInRange) {
            deadline.invalidNumber("must be between 1 and 2147483647, inclusive");
        }
        DnsValidation.validateHostname(spec);
        TolerationValidation.validate(spec.at("tolerations"));
        DnsValidation.validateAliases(spec.at("hostAliases"));
        validateName(spec.at("priorityClassName"));
        spec.ifGiven("runtimeClassName", name -> name.complain(Names::subdomainErrors));
        spec.ifGiven("preemptionPolicy", policy -> policy.requireGivenOneOf(PREEMPTION_POLICIES));
        ResourceValidation.validateOverhead(spec.at("overhead"));
    }

    private static void validateName(Spot name) {
        if (!name.isEmpty()) {
            name.complain(Names::subdomainErrors);
        }
    }
}
