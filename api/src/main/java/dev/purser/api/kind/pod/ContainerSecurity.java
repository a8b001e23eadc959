package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Spot;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Checks the security contexts of containers (`ValidateSecurityContext`).
final class ContainerSecurity {
    private static final String TYPE = "io.k8s.api.core.v1.SecurityContext";
    private static final String ESCALATION = "allowPrivilegeEscalation";
    private static final String SYS_ADMIN = "CAP_SYS_ADMIN";
    private static final List<String> PROC_MOUNTS = List.of("Default", "Unmasked");

    private final GoForm goForm;
    private final SecurityProfiles profiles;

    ContainerSecurity(GoForm goForm) {
        this.goForm = goForm;
        this.profiles = new SecurityProfiles(goForm);
    }

    void validate(Spot context, PodContext pod) {
        UserIds.validate(context.at("runAsUser"));
        UserIds.validate(context.at("runAsGroup"));
        context.ifGiven("procMount", mount -> validateProcMount(mount, pod));
        profiles.validate(context);
        validateEscalation(context, pod);
        context.ifGiven("windowsOptions", WindowsOptions::validate);
        context.ifGiven("appArmorProfile", SecurityProfiles::validateAppArmor);
    }

    private static void validateProcMount(Spot mount, PodContext pod) {
        mount.requireOneOf(PROC_MOUNTS);
        if (pod.usesHostUsers() && mount.text().equals("Unmasked")) {
            mount.invalidText("`hostUsers` must be false to use `Unmasked`");
        }
    }

    private void validateEscalation(Spot context, PodContext pod) {
        Spot escalation = context.at(ESCALATION);
        if (!escalation.isGiven() || escalation.isTrue()) {
            return;
        }
        if (context.isTrue("privileged")) {
            contradiction(context, "`privileged` to true");
        }
        for (Spot capability : context.at("capabilities").items("add")) {
            if (capability.text().equals(SYS_ADMIN) && !pod.mayAddSysAdmin()) {
                contradiction(context, "`capabilities.Add` CAP_SYS_ADMIN");
            }
        }
    }

    /// Whether a container of this spec has a right that asks for privilege escalation, which it
    /// does not allow.
    static boolean hasSysAdmin(JsonNode spec) {
        return Containers.all(spec).stream()
                .map(container -> container.path("securityContext"))
                .anyMatch(context ->
                        !context.path(ESCALATION).asBoolean(false)
                                && Trees.texts(context.path("capabilities"), "add")
                                        .contains(SYS_ADMIN));
    }

    private void contradiction(Spot context, String what) {
        context.errors()
                .invalidShown(
                        context.path(),
                        goForm.compact(context.node(), TYPE),
                        "cannot set `allowPrivilegeEscalation` to false and " + what);
    }
}
