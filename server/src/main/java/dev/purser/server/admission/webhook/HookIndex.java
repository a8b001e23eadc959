package dev.purser.server.admission.webhook;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// All webhooks of one sort, always as of the last write. Thread-safe: readers take no lock.
final class HookIndex {
    private static final String GROUP = "admissionregistration.k8s.io";

    private final Map<String, KubeObject> configurations = new TreeMap<>();
    private volatile List<Hook> hooks = List.of();

    /// @param resource `mutatingwebhookconfigurations` or `validatingwebhookconfigurations`
    HookIndex(ObjectSource source, String resource) {
        source.follow(new GroupVersionResource(GROUP, "v1", resource), this::change);
    }

    /// By the names of their configurations, and as these have them.
    List<Hook> all() {
        return hooks;
    }

    private synchronized void change(ObjectSource.Write write) {
        KubeObject configuration = write.object();
        switch (write) {
            case ObjectSource.Put _ -> configurations.put(configuration.name(), configuration);
            case ObjectSource.Gone _ -> configurations.remove(configuration.name());
        }
        List<Hook> all = new ArrayList<>();
        for (KubeObject each : configurations.values()) {
            for (JsonNode hook : each.json().path("webhooks")) {
                all.add(Hook.of(each.name(), all.size(), hook));
            }
        }
        hooks = List.copyOf(all);
    }
}
