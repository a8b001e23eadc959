package dev.purser.external.push;

import static dev.purser.external.push.EventForm.text;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Messages of AWS SNS, which carry an event as text. Their signatures are not looked at, since who
/// sends them has shown a token of this API. No address in a message is ever called.
///
/// See <https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>.
final class SnsEnvelope implements EventForm {
    private static final Set<String> CONFIRMATIONS =
            Set.of("SubscriptionConfirmation", "UnsubscribeConfirmation");
    private static final Pattern TOPIC = Pattern.compile("arn:[a-z0-9-]*:sns:[\\w:.-]{1,300}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_=-]{1,1000}");

    private final Content content;

    /// Reads what a message carries.
    @FunctionalInterface
    interface Content {
        Notification read(String message) throws UnknownFormException;
    }

    SnsEnvelope(Content content) {
        this.content = content;
    }

    @Override
    public boolean recognizes(JsonNode event) {
        return event.has("Type") && event.has("TopicArn");
    }

    @Override
    public Notification read(JsonNode event) throws UnknownFormException {
        String type = text(event, "Type");
        if (type.equals("Notification")) {
            return content.read(text(event, "Message"));
        }
        String topic = text(event, "TopicArn");
        String token = text(event, "Token");
        if (!CONFIRMATIONS.contains(type)
                || !TOPIC.matcher(topic).matches()
                || !TOKEN.matcher(token).matches()) {
            throw new UnknownFormException("of SNS' messages notifications and confirmations");
        }
        return type.startsWith("Unsubscribe")
                ? new Notification.Nothing()
                : new Notification.Confirmation(topic, token);
    }
}
