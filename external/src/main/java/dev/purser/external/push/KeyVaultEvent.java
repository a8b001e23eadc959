package dev.purser.external.push;

import static dev.purser.external.push.EventForm.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Events of Azure Event Grid about a Key Vault, and the question that comes before them. See
/// <https://learn.microsoft.com/azure/event-grid/event-schema-key-vault>.
final class KeyVaultEvent implements EventForm {
    private static final String PREFIX = "Microsoft.KeyVault.";
    private static final String VALIDATION = "Microsoft.EventGrid.SubscriptionValidationEvent";
    private static final int CODE_MAX = 1000;

    /// How an ExternalSecret may name what is in a vault: a certificate is a key and a secret too.
    private static final List<String> TYPES = List.of("", "secret/", "key/", "cert/");

    @Override
    public boolean recognizes(JsonNode event) {
        return type(event).startsWith("Microsoft.") && event.path("data").isObject();
    }

    /// The name of the type in Event Grid's own schema, or in that of CloudEvents.
    private static String type(JsonNode event) {
        String own = text(event, "eventType");
        return own.isEmpty() ? text(event, "type") : own;
    }

    @Override
    public Notification read(JsonNode event) throws UnknownFormException {
        String type = type(event);
        JsonNode data = event.path("data");
        if (type.equals(VALIDATION)) {
            String code = text(data, "validationCode");
            if (code.isEmpty() || code.length() > CODE_MAX) {
                throw new UnknownFormException("the validation event has no validationCode");
            }
            return new Notification.Handshake(code);
        }
        if (!type.startsWith(PREFIX)) {
            throw new UnknownFormException("of Event Grid's events those of Microsoft.KeyVault");
        }
        String name = objectName(data);
        return name.isEmpty()
                ? Notification.Changed.ANYTHING
                : Notification.Changed.of(names(name));
    }

    /// The documentation spells the member in two ways.
    private static String objectName(JsonNode data) {
        for (String member : data.propertyNames()) {
            if (member.toLowerCase(Locale.ROOT).equals("objectname")) {
                return text(data, member);
            }
        }
        return "";
    }

    private static Set<String> names(String name) {
        Set<String> names = new LinkedHashSet<>();
        TYPES.forEach(type -> names.add(type + name));
        return names;
    }
}
