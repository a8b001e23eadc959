package dev.purser.server.admission.configuration;

import static dev.purser.server.admission.configuration.Struct.anything;
import static dev.purser.server.admission.configuration.Struct.list;
import static dev.purser.server.admission.configuration.Struct.text;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.server.admission.configuration.ConfigurationForm.Source;
import dev.purser.server.admission.configuration.ConfigurationForm.Unknown;
import dev.purser.server.admission.plugin.TolerationLimits;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads the Configuration of PodTolerationRestriction.
final class TolerationForm {
    private static final ObjectSchema TOLERATION =
            Struct.of(
                    "Toleration",
                    text("key"),
                    text("operator"),
                    text("value"),
                    text("effect"),
                    anything("tolerationSeconds"));
    private static final ConfigurationForm FORM =
            new ConfigurationForm(
                    GroupVersionKind.of(
                            "podtolerationrestriction.admission.k8s.io/v1alpha1", "Configuration"),
                    Set.of("v1alpha1"),
                    Struct.kind(
                            "Configuration",
                            list("default", TOLERATION),
                            list("whitelist", TOLERATION)),
                    Unknown.IGNORED);

    private TolerationForm() {}

    static TolerationLimits read(Source source) throws ConfigurationException {
        JsonNode json = FORM.read(source);
        return new TolerationLimits(json.path("default"), json.path("whitelist"));
    }
}
