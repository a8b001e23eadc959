package dev.purser.server.audit;

import dev.purser.api.codec.JsonWriter;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes events as JSON, member for member as kube-apiserver does. Immutable and thread-safe.
final class EventJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonWriter writer = new JsonWriter();

    /// A line of the log, with the line break.
    byte[] line(AuditEvent event) {
        byte[] json = writer.write(tree(event));
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /// What a webhook is sent.
    byte[] list(List<AuditEvent> events) {
        ObjectNode list = NODES.objectNode();
        list.put("kind", "EventList").put("apiVersion", "audit.k8s.io/v1");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        events.forEach(event -> items.add(untyped(event)));
        return writer.write(list);
    }

    /// The size in a log, in bytes.
    int size(AuditEvent event) {
        return line(event).length;
    }

    private static ObjectNode tree(AuditEvent event) {
        ObjectNode tree = NODES.objectNode();
        tree.put("kind", "Event").put("apiVersion", "audit.k8s.io/v1");
        return tree.setAll(untyped(event));
    }

    private static ObjectNode untyped(AuditEvent event) {
        ObjectNode tree = NODES.objectNode();
        tree.put("level", event.level().text());
        tree.put("auditID", event.id());
        tree.put("stage", event.stage().text());
        tree.put("requestURI", event.source().uri());
        tree.put("verb", event.verb());
        tree.set("user", event.sender().map(EventJson::user).orElseGet(NODES::objectNode));
        event.impersonated().ifPresent(other -> putImpersonated(tree, other));
        if (!event.source().addresses().isEmpty()) {
            ArrayNode addresses = tree.putArray("sourceIPs");
            event.source().addresses().forEach(addresses::add);
        }
        putText(tree, "userAgent", event.source().userAgent());
        event.object().ifPresent(object -> tree.set("objectRef", reference(object)));
        event.status().ifPresent(status -> tree.set("responseStatus", status));
        if (event.requestObject() != null) {
            tree.set("requestObject", event.requestObject());
        }
        if (event.responseObject() != null) {
            tree.set("responseObject", event.responseObject());
        }
        tree.put("requestReceivedTimestamp", time(event.received()));
        tree.put("stageTimestamp", time(event.at()));
        if (!event.annotations().isEmpty()) {
            ObjectNode annotations = tree.putObject("annotations");
            new TreeMap<>(event.annotations()).forEach(annotations::put);
        }
        return tree;
    }

    private static void putImpersonated(ObjectNode tree, AuditEvent.Impersonated other) {
        tree.set("impersonatedUser", user(other.identity()));
        if (!other.constraint().isEmpty()) {
            tree.putObject("authenticationMetadata")
                    .put("impersonationConstraint", other.constraint());
        }
    }

    private static ObjectNode user(Identity identity) {
        ObjectNode user = NODES.objectNode();
        putText(user, "username", identity.name());
        putText(user, "uid", identity.uid());
        if (!identity.groups().isEmpty()) {
            ArrayNode groups = user.putArray("groups");
            identity.groups().forEach(groups::add);
        }
        if (!identity.extra().isEmpty()) {
            ObjectNode extra = user.putObject("extra");
            for (Map.Entry<String, List<String>> entry :
                    new TreeMap<>(identity.extra()).entrySet()) {
                ArrayNode values = extra.putArray(entry.getKey());
                entry.getValue().forEach(values::add);
            }
        }
        return user;
    }

    private static ObjectNode reference(AuditEvent.ObjectReference object) {
        Attributes attributes = object.attributes();
        ObjectNode reference = NODES.objectNode();
        putText(reference, "resource", attributes.resource());
        putText(reference, "namespace", object.namespace());
        putText(reference, "name", object.name());
        putText(reference, "uid", object.uid());
        putText(reference, "apiGroup", attributes.group());
        putText(reference, "apiVersion", attributes.version());
        putText(reference, "resourceVersion", object.resourceVersion());
        putText(reference, "subresource", attributes.subresource());
        return reference;
    }

    private static void putText(ObjectNode tree, String name, String text) {
        if (!text.isEmpty()) {
            tree.put(name, text);
        }
    }

    private static String time(Instant instant) {
        return MICROS.format(instant);
    }
}
