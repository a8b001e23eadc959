package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks that a Pod for one operating system asks for nothing that only another one has.
final class OsValidation {
    private static final String WINDOWS = "windows";
    private static final List<String> KNOWN = List.of("linux", WINDOWS);
    private static final String CONTEXT = "securityContext";
    private static final List<String> LINUX_POD_CONTEXT =
            List.of(
                    "appArmorProfile",
                    "seLinuxOptions",
                    "seccompProfile",
                    "fsGroup",
                    "fsGroupChangePolicy",
                    "sysctls",
                    "runAsUser",
                    "runAsGroup",
                    "supplementalGroups",
                    "supplementalGroupsPolicy",
                    "seLinuxChangePolicy");
    private static final List<String> LINUX_POD =
            List.of("hostUsers", "hostPID", "hostIPC", "shareProcessNamespace");
    private static final List<String> LINUX_CONTAINER_CONTEXT =
            List.of(
                    "appArmorProfile",
                    "seLinuxOptions",
                    "seccompProfile",
                    "capabilities",
                    "readOnlyRootFilesystem",
                    "privileged",
                    "allowPrivilegeEscalation",
                    "procMount",
                    "runAsUser",
                    "runAsGroup");

    private OsValidation() {}

    static void validate(Spot spec) {
        spec.ifGiven(
                "os",
                os -> {
                    Spot name = os.at("name");
                    if (!name.require()) {
                        return;
                    }
                    if (!KNOWN.contains(name.text())) {
                        name.under(os.path()).notSupported(KNOWN);
                    } else if (name.text().equals(WINDOWS)) {
                        validateWindows(spec);
                    } else {
                        validateLinux(spec);
                    }
                });
    }

    private static void validateLinux(Spot spec) {
        List<String> options = List.of("windowsOptions");
        String why = "windows options cannot be set for a linux pod";
        forbid(spec.at(CONTEXT), options, why);
        Containers.all(spec).forEach(container -> forbid(container.at(CONTEXT), options, why));
    }

    private static void validateWindows(Spot spec) {
        String why = "cannot be set for a windows pod";
        forbid(spec.at(CONTEXT), LINUX_POD_CONTEXT, why);
        forbid(spec, LINUX_POD, why);
        Containers.all(spec)
                .forEach(container -> forbid(container.at(CONTEXT), LINUX_CONTAINER_CONTEXT, why));
    }

    private static void forbid(Spot owner, List<String> fields, String why) {
        fields.forEach(field -> owner.ifGiven(field, given -> given.forbidden(why)));
    }
}
