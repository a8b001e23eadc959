package dev.purser.external.push;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Finds out what a notification says, in whichever known form it comes: one event or an array of
/// them. Thread-safe.
final class NotificationReader {
    private static final String KNOWN =
            "what is understood: no body, {\"keys\": [\"…\"]}, CloudEvents (their subject is a key),"
                    + " event notifications of Vault, events of AWS EventBridge and messages of AWS"
                    + " SNS about Secrets Manager and Parameter Store, events of Azure Event Grid"
                    + " about Key Vaults";

    private final List<EventForm> events;
    private final List<EventForm> forms;

    NotificationReader() {
        List<EventForm> clouds = List.of(new AwsEvent(), new KeyVaultEvent());
        CloudEvent cloudEvent =
                new CloudEvent(
                        List.of(new KeyVaultEvent()),
                        List.of(new VaultEvent(), new AwsEvent(), new KeyList()));
        List<EventForm> bare = List.of(cloudEvent, new VaultEvent(), new KeyList());
        this.events = joined(clouds, bare);
        this.forms = joined(List.of(new SnsEnvelope(this::enveloped)), events);
    }

    private static List<EventForm> joined(List<EventForm> first, List<EventForm> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    Notification read(ReceivedNotification received) throws UnknownFormException {
        if (received.isBinaryCloudEvent()) {
            return readOne(binary(received), events);
        }
        return received.isEmpty()
                ? Notification.Changed.ANYTHING
                : read(json(received.body()), forms);
    }

    /// What an envelope carries is no other envelope.
    private Notification enveloped(String message) throws UnknownFormException {
        return read(json(message.getBytes(StandardCharsets.UTF_8)), events);
    }

    /// @throws UnknownFormException without the parser's words, since they may quote the body
    private static JsonNode json(byte[] body) throws UnknownFormException {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new UnknownFormException("the body is no JSON; " + KNOWN);
        }
    }

    private static Notification read(JsonNode json, List<EventForm> known)
            throws UnknownFormException {
        if (!json.isArray()) {
            return readOne(json, known);
        }
        if (json.isEmpty()) {
            throw new UnknownFormException("the body has no event; " + KNOWN);
        }
        Notification all = new Notification.Nothing();
        for (JsonNode event : json) {
            all = both(all, readOne(event, known));
        }
        return all;
    }

    private static Notification both(Notification first, Notification second) {
        return switch (second) {
            case Notification.Nothing _ -> first;
            case Notification.Handshake _, Notification.Confirmation _ -> second;
            case Notification.Changed changed ->
                    switch (first) {
                        case Notification.Nothing _ -> changed;
                        case Notification.Changed other -> other.and(changed);
                        case Notification.Handshake _, Notification.Confirmation _ -> first;
                    };
        };
    }

    private static Notification readOne(JsonNode event, List<EventForm> known)
            throws UnknownFormException {
        if (event.isObject()) {
            for (EventForm form : known) {
                if (form.recognizes(event)) {
                    return readAs(form, event);
                }
            }
        }
        throw new UnknownFormException("the body is of no known form; " + KNOWN);
    }

    private static Notification readAs(EventForm form, JsonNode event) throws UnknownFormException {
        try {
            return form.read(event);
        } catch (UnknownFormException e) {
            String message = String.valueOf(e.getMessage());
            throw message.endsWith(KNOWN)
                    ? e
                    : new UnknownFormException("not understood: " + message + "; " + KNOWN);
        }
    }

    /// The binary mode of CloudEvents over HTTP: attributes are headers, the body is the data.
    private static ObjectNode binary(ReceivedNotification received) throws UnknownFormException {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (String attribute : List.of("specversion", "type", "source", "subject")) {
            Optional.of(received.header("ce-" + attribute))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> event.put(attribute, decoded(value)));
        }
        String type = received.header("Content-Type").toLowerCase(Locale.ROOT);
        if (!received.isEmpty() && (type.isEmpty() || type.contains("json"))) {
            event.set("data", json(received.body()));
        }
        return event;
    }

    /// Characters beyond ASCII are percent-encoded in headers.
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
