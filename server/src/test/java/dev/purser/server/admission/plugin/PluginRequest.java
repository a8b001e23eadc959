package dev.purser.server.admission.plugin;

import static dev.purser.server.access.FakeObjects.object;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Optional;

/// Sends objects, given as JSON with single quotes, through one plugin.
record PluginRequest(AdmissionPlugin plugin, GroupResource resource, String subresource) {
    static PluginRequest to(AdmissionPlugin plugin, String group, String resource) {
        return new PluginRequest(plugin, new GroupResource(group, resource), "");
    }

    PluginRequest through(String name) {
        return new PluginRequest(plugin, resource, name);
    }

    /// The object as the plugin leaves it.
    KubeObject create(String json) {
        KubeObject created = object(json);
        send(Operation.CREATE, "create", created, Optional.empty());
        return created;
    }

    KubeObject update(String json, String old) {
        KubeObject updated = object(json);
        send(Operation.UPDATE, "update", updated, Optional.of(object(old)));
        return updated;
    }

    private void send(
            Operation operation, String verb, KubeObject object, Optional<KubeObject> old) {
        Attributes attributes =
                new Attributes(
                        verb,
                        resource.group(),
                        "v1",
                        resource.resource(),
                        subresource,
                        "ns",
                        object.name(),
                        "");
        AdmissionRequest request =
                new AdmissionRequest(
                        operation,
                        Identity.of("eve"),
                        attributes,
                        Optional.of(object),
                        old,
                        AdmissionRequest.Effect.LASTING,
                        _ -> {});
        plugin.mutate(request);
        plugin.validate(request);
    }
}
