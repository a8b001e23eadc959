package dev.purser.node.pod;

import dev.purser.node.cri.RegistryCredential;
import dev.purser.node.image.RegistryKeys;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigObject;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.source.Content;
import dev.purser.node.source.Lookup;
import dev.purser.node.spec.PodSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a pod has to show to registries: its `imagePullSecrets`.
///
/// @param keys of those that are there
/// @param missing the names of the others
record PullSecrets(RegistryKeys keys, List<String> missing) {
    PullSecrets {
        missing = List.copyOf(missing);
    }

    static PullSecrets of(PodSpec pod, ConfigSource configs) throws InterruptedException {
        RegistryKeys keys = new RegistryKeys();
        List<String> missing = new ArrayList<>();
        for (JsonNode each : pod.json().path("imagePullSecrets")) {
            String name = each.path("name").asString("");
            if (name.isEmpty()) {
                continue;
            }
            ConfigKey key = ConfigKey.secret(pod.identity().namespace(), name);
            if (configs.get(key) instanceof Lookup.Found(ConfigObject secret)) {
                Content json = secret.text().get(".dockerconfigjson");
                Content old = secret.text().get(".dockercfg");
                if (json != null) {
                    keys.addConfigJson(json.text());
                } else if (old != null) {
                    keys.addConfig(old.text());
                }
            } else {
                missing.add(name);
            }
        }
        return new PullSecrets(keys, missing);
    }

    List<RegistryCredential> forImage(String image) {
        return keys.of(image);
    }
}
