package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks the security contexts of Pods, and what Pods share with their node.
final class PodSecurity {
    private static final List<String> GROUP_CHANGES = List.of("Always", "OnRootMismatch");
    private static final List<String> GROUP_POLICIES = List.of("Merge", "Strict");
    private static final List<String> SELINUX_CHANGES = List.of("MountOption", "Recursive");
    private static final String WITHOUT_HOST_USERS = "when `hostUsers` is false";

    private final SecurityProfiles profiles;

    PodSecurity(GoForm goForm) {
        this.profiles = new SecurityProfiles(goForm);
    }

    void validateContext(Spot spec) {
        Spot context = spec.at("securityContext");
        UserIds.validate(context.at("fsGroup"));
        UserIds.validate(context.at("runAsUser"));
        UserIds.validate(context.at("runAsGroup"));
        context.items("supplementalGroups").forEach(UserIds::validate);
        SysctlValidation.validate(context.at("sysctls"), spec);
        context.ifGiven("fsGroupChangePolicy", policy -> policy.requireOneOf(GROUP_CHANGES));
        profiles.validate(context);
        context.ifGiven("windowsOptions", WindowsOptions::validate);
        context.ifGiven("appArmorProfile", SecurityProfiles::validateAppArmor);
        context.ifGiven("supplementalGroupsPolicy", policy -> policy.requireOneOf(GROUP_POLICIES));
        context.ifGiven("seLinuxChangePolicy", policy -> policy.requireOneOf(SELINUX_CHANGES));
    }

    static void validateSharedProcesses(Spot spec) {
        Spot shared = spec.at("shareProcessNamespace");
        if (shared.isTrue() && spec.isTrue("hostPID")) {
            shared.invalid("ShareProcessNamespace and HostPID cannot both be enabled");
        }
    }

    /// A container on the node's network has no ports but the node's.
    static void validateHostPorts(Spot spec, SpecOwner owner) {
        if (!spec.isTrue("hostNetwork")) {
            return;
        }
        for (Spot container : spec.items(Containers.MAIN)) {
            for (Spot port : container.items("ports")) {
                Spot hostPort = port.at("hostPort");
                long number = hostPort.number();
                boolean counts = owner.is(SpecOwner.Trait.POD) || number != 0;
                if (counts && number != port.at("containerPort").number()) {
                    hostPort.invalidNumber("must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    /// A Pod with users of its own cannot share what users are counted in.
    static void validateHostUsers(Spot spec) {
        Spot users = spec.at("hostUsers");
        if (!users.isGiven() || users.isTrue()) {
            return;
        }
        if (spec.isTrue("hostNetwork")) {
            spec.at("hostNetwork").forbidden(WITHOUT_HOST_USERS);
        }
        // Kubernetes writes these two in upper case.
        if (spec.isTrue("hostPID")) {
            spec.at("HostPID").forbidden(WITHOUT_HOST_USERS);
        }
        if (spec.isTrue("hostIPC")) {
            spec.at("HostIPC").forbidden(WITHOUT_HOST_USERS);
        }
        for (Spot container : Containers.all(spec)) {
            Spot devices = container.at("volumeDevices");
            if (!devices.isEmpty()) {
                devices.forbidden(WITHOUT_HOST_USERS);
            }
        }
    }
}
