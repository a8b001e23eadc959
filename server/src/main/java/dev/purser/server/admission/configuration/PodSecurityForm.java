package dev.purser.server.admission.configuration;

import static dev.purser.server.admission.configuration.Struct.text;
import static dev.purser.server.admission.configuration.Struct.texts;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.server.admission.configuration.ConfigurationForm.Source;
import dev.purser.server.admission.configuration.ConfigurationForm.Unknown;
import dev.purser.server.admission.security.Exemptions;
import dev.purser.server.admission.security.PodSecuritySettings;
import dev.purser.server.admission.security.PolicySyntax;
import dev.purser.server.admission.security.check.Level;
import dev.purser.server.admission.security.check.LevelVersion;
import dev.purser.server.admission.security.check.PolicyVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Reads a PodSecurityConfiguration.
final class PodSecurityForm {
    private static final ConfigurationForm FORM =
            new ConfigurationForm(
                    GroupVersionKind.of(
                            "pod-security.admission.config.k8s.io/v1", "PodSecurityConfiguration"),
                    Set.of("v1", "v1beta1", "v1alpha1"),
                    Struct.kind(
                            "PodSecurityConfiguration",
                            Struct.struct(
                                    "defaults",
                                    Struct.of(
                                            "PodSecurityDefaults",
                                            text("enforce"),
                                            text("enforce-version"),
                                            text("audit"),
                                            text("audit-version"),
                                            text("warn"),
                                            text("warn-version"))),
                            Struct.struct(
                                    "exemptions",
                                    Struct.of(
                                            "PodSecurityExemptions",
                                            texts("usernames"),
                                            texts("namespaces"),
                                            texts("runtimeClasses")))),
                    Unknown.REFUSED);

    private PodSecurityForm() {}

    static PodSecuritySettings read(Source source) throws ConfigurationException {
        JsonNode json = FORM.read(source);
        List<String> wrong = new ArrayList<>();
        JsonNode defaults = json.path("defaults");
        LevelVersion enforce = policy(defaults, "enforce", wrong);
        LevelVersion audit = policy(defaults, "audit", wrong);
        LevelVersion warn = policy(defaults, "warn", wrong);
        if (!wrong.isEmpty()) {
            throw new ConfigurationException.Senseless(
                    "PodSecurity configuration error: "
                            + (wrong.size() == 1
                                    ? wrong.getFirst()
                                    : "[" + String.join(", ", wrong) + "]"));
        }
        return PodSecuritySettings.defaults()
                .withDefaults(enforce, audit, warn)
                .withExemptions(exemptions(json.path("exemptions")));
    }

    private static LevelVersion policy(JsonNode defaults, String mode, List<String> wrong) {
        String level = given(defaults, mode, Level.PRIVILEGED.toString());
        Optional<Level> known = Level.of(level);
        if (known.isEmpty()) {
            wrong.add(mode + ": " + PolicySyntax.LEVELS);
        }
        String version = given(defaults, mode + "-version", PolicyVersion.LATEST.toString());
        Optional<PolicyVersion> release = PolicyVersion.of(version);
        if (release.isEmpty()) {
            wrong.add(mode + "-version: " + PolicySyntax.VERSIONS);
        }
        return new LevelVersion(
                known.orElse(Level.RESTRICTED), release.orElse(PolicyVersion.LATEST));
    }

    private static String given(JsonNode defaults, String field, String ifMissing) {
        String text = defaults.path(field).asString("");
        return text.isEmpty() ? ifMissing : text;
    }

    private static Exemptions exemptions(JsonNode json) throws ConfigurationException {
        FieldErrors errors = new FieldErrors();
        Set<String> namespaces =
                names(json, "namespaces", name -> joined(Names.labelErrors(name)), errors);
        Set<String> runtimeClasses =
                names(json, "runtimeClasses", name -> joined(Names.subdomainErrors(name)), errors);
        Set<String> users =
                names(
                        json,
                        "usernames",
                        name -> name.isEmpty() ? "username must not be empty" : "",
                        errors);
        if (!errors.isEmpty()) {
            throw new ConfigurationException.Senseless("PodSecurity invalid: " + errors.text());
        }
        return new Exemptions(users, namespaces, runtimeClasses);
    }

    private static String joined(List<String> reasons) {
        return String.join(", ", reasons);
    }

    /// @param check says what is wrong with a name; nothing when it is empty
    private static Set<String> names(
            JsonNode json, String list, Function<String, String> check, FieldErrors errors) {
        Set<String> names = new LinkedHashSet<>();
        int index = 0;
        for (JsonNode item : json.path(list)) {
            String path = "exemptions.%s[%d]".formatted(list, index++);
            String name = item.asString("");
            String wrong = check.apply(name);
            if (!wrong.isEmpty()) {
                errors.invalid(path, name, wrong);
            } else if (!names.add(name)) {
                errors.duplicate(path, name);
            }
        }
        return names;
    }
}
