package dev.purser.external.sync;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.controllers.object.Resources;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.template.TemplateException;
import dev.purser.external.template.TemplateSources;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ConfigMaps and Secrets of one namespace, from which templates may come.
final class NamespaceTemplates implements TemplateSources {
    private final Api api;
    private final String namespace;

    NamespaceTemplates(Api api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    @Override
    public Map<String, SecretValue> configMap(String name) throws TemplateException {
        KubeObject map = read(Resources.CONFIG_MAPS, "ConfigMap", name);
        Map<String, SecretValue> values = new LinkedHashMap<>();
        map.json()
                .path("data")
                .properties()
                .forEach(entry ->
                        values.put(entry.getKey(), SecretValue.of(entry.getValue().asString(""))));
        return values;
    }

    @Override
    public Map<String, SecretValue> secret(String name) throws TemplateException {
        KubeObject secret = read(Resources.SECRETS, "Secret", name);
        Map<String, SecretValue> values = new LinkedHashMap<>();
        secret.json()
                .path("data")
                .properties()
                .forEach(entry ->
                        values.put(
                                entry.getKey(),
                                SecretValue.of(
                                        Base64.getDecoder()
                                                .decode(entry.getValue().asString("")))));
        return values;
    }

    private KubeObject read(GroupVersionResource resource, String kind, String name)
            throws TemplateException {
        try {
            return api.get(resource, namespace, name);
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                throw new TemplateException("there is no %s \"%s\"".formatted(kind, name));
            }
            throw e;
        }
    }
}
