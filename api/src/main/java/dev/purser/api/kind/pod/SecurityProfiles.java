package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks the seccomp and AppArmor profiles that confine a container.
final class SecurityProfiles {
    static final String LOCALHOST = "Localhost";

    private static final String SECCOMP_TYPE = "io.k8s.api.core.v1.SeccompProfile";
    private static final List<String> TYPES = List.of(LOCALHOST, "RuntimeDefault", "Unconfined");
    private static final String TYPE = "type";
    private static final String FILE = "localhostProfile";
    private static final int NAME_MAX = 4095;

    private final GoForm goForm;

    SecurityProfiles(GoForm goForm) {
        this.goForm = goForm;
    }

    void validate(Spot context) {
        context.ifGiven("seccompProfile", this::validateSeccomp);
    }

    private void validateSeccomp(Spot profile) {
        Spot type = profile.at(TYPE);
        if (type.isEmpty()) {
            type.required("type is required when seccompProfile is set");
        } else {
            type.requireOneOf(TYPES);
        }
        Spot file = profile.at(FILE);
        if (type.text().equals(LOCALHOST)) {
            if (file.isGiven()) {
                FilePaths.requireDescending(file);
            } else {
                file.required("must be set when seccomp type is Localhost");
            }
        } else if (file.isGiven()) {
            file.errors()
                    .invalidShown(
                            file.path(),
                            goForm.compact(profile.node(), SECCOMP_TYPE),
                            "can only be set when seccomp type is Localhost");
        }
    }

    static void validateAppArmor(Spot profile) {
        Spot type = profile.at(TYPE);
        Spot name = profile.at(FILE);
        if (type.isEmpty()) {
            type.required("type is required when appArmorProfile is set");
        } else if (type.text().equals(LOCALHOST)) {
            validateAppArmorName(name);
        } else if (!TYPES.contains(type.text())) {
            type.notSupported(TYPES);
        } else if (name.isGiven()) {
            name.invalidText("can only be set when AppArmor type is Localhost");
        }
    }

    private static void validateAppArmorName(Spot name) {
        String text = name.text();
        if (!name.isGiven() || text.isEmpty()) {
            name.required("must be set when AppArmor type is Localhost");
        } else if (!text.strip().equals(text)) {
            name.invalidText("must not be padded with whitespace");
        }
        if (text.length() > NAME_MAX) {
            name.errors().tooLong(name.path(), NAME_MAX);
        }
    }
}
