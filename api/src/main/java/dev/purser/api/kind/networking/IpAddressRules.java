package dev.purser.api.kind.networking;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Names;
import tools.jackson.databind.JsonNode;

/// IPAddresses: their name is the address, and they say who has it.
public final class IpAddressRules implements KindRules {
    private static final String PARENT = "spec.parentRef";

    @Override
    public NameFormat nameFormat() {
        return NameFormat.IP_ADDRESS;
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        JsonNode parent = object.spec().path("parentRef");
        if (!parent.isObject()) {
            errors.required(PARENT, "");
            return;
        }
        String group = Trees.text(parent, "group");
        if (!group.isEmpty()) {
            errors.invalidEach(PARENT + ".group", group, Names.subdomainErrors(group));
        }
        References.requireSegment(parent, "resource", PARENT, errors);
        References.requireSegment(parent, "name", PARENT, errors);
        String namespace = Trees.text(parent, "namespace");
        errors.invalidEach(PARENT + ".namespace", namespace, Names.pathSegmentErrors(namespace));
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        JsonNode parent = object.spec().path("parentRef");
        if (!parent.equals(old.spec().path("parentRef"))) {
            errors.invalidShown(PARENT, "null", "field is immutable");
        }
    }
}
