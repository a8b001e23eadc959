package dev.purser.external.push;

import static dev.purser.external.push.EventForm.text;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// CloudEvents: those whose data is of a form that is known, and any other whose subject is a key.
/// See <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md>.
final class CloudEvent implements EventForm {
    private final List<EventForm> whole;
    private final List<EventForm> inside;

    /// @param whole forms that are events as they stand
    /// @param inside forms of the data of an event
    CloudEvent(List<EventForm> whole, List<EventForm> inside) {
        this.whole = List.copyOf(whole);
        this.inside = List.copyOf(inside);
    }

    @Override
    public boolean recognizes(JsonNode event) {
        return event.has("specversion") && event.has("type");
    }

    @Override
    public Notification read(JsonNode event) throws UnknownFormException {
        for (EventForm form : whole) {
            if (form.recognizes(event)) {
                return form.read(event);
            }
        }
        JsonNode data = event.path("data");
        for (EventForm form : inside) {
            if (data.isObject() && !data.isEmpty() && form.recognizes(data)) {
                return form.read(data);
            }
        }
        String subject = text(event, "subject");
        if (subject.isEmpty()) {
            throw new UnknownFormException("a CloudEvent whose subject is the key that changed");
        }
        return Notification.Changed.of(Set.of(subject));
    }
}
