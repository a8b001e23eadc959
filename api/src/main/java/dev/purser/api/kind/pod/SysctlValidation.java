package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks kernel parameters that a Pod sets for itself.
final class SysctlValidation {
    private static final int NAME_MAX = 253;
    private static final String SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String FORMAT = "^(" + SEGMENT + "[\\./])*" + SEGMENT + "$";
    private static final Pattern NAME = Pattern.compile(FORMAT);
    private static final Set<String> IPC =
            Set.of(
                    "kernel.sem",
                    "kernel.shmall",
                    "kernel.shmmax",
                    "kernel.shmmni",
                    "kernel.shm_rmid_forced",
                    "kernel.shm",
                    "kernel.msgmax",
                    "kernel.msgmnb",
                    "kernel.msgmni",
                    "kernel.msg");

    private SysctlValidation() {}

    static void validate(Spot sysctls, Spot spec) {
        Set<String> names = new HashSet<>();
        for (Spot sysctl : sysctls.items()) {
            Spot name = sysctl.at("name");
            boolean isNew = names.add(name.text());
            if (name.require()) {
                if (!isValid(name.text())) {
                    name.invalidText(
                            "must have at most %d characters and match regex %s"
                                    .formatted(NAME_MAX, FORMAT));
                } else if (!isNew) {
                    name.duplicate();
                }
            }
            forbidOfHost(name, spec);
        }
    }

    private static boolean isValid(String name) {
        return name.length() <= NAME_MAX && NAME.matcher(name).matches();
    }

    /// A namespace that is the node's is not the Pod's to tune.
    private static void forbidOfHost(Spot name, Spot spec) {
        String parameter = beforeStar(normalize(name.text()));
        if (spec.isTrue("hostNetwork") && parameter.startsWith("net.")) {
            name.invalidText("may not be specified when 'hostNetwork' is true");
        } else if (spec.isTrue("hostIPC") && isIpc(parameter)) {
            name.invalidText("may not be specified when 'hostIPC' is true");
        }
    }

    private static boolean isIpc(String parameter) {
        return IPC.contains(parameter) || parameter.startsWith("fs.mqueue.");
    }

    private static String beforeStar(String name) {
        int star = name.indexOf('*');
        return star < 0 ? name : name.substring(0, star);
    }

    /// Names are written with dots; where slashes come first, dots and slashes change places.
    private static String normalize(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        if (slash < 0 || (dot >= 0 && dot < slash)) {
            return name;
        }
        StringBuilder swapped = new StringBuilder(name);
        for (int i = 0; i < swapped.length(); i++) {
            switch (name.charAt(i)) {
                case '.' -> swapped.setCharAt(i, '/');
                case '/' -> swapped.setCharAt(i, '.');
                default -> {
                    // Anything else stays.
                }
            }
        }
        return swapped.toString();
    }
}
